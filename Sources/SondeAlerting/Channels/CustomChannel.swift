package import SondeCore

/// Gatus' custom alerts: any request, with placeholders in its URL and its body.
package struct CustomChannel: ChannelType {
    package static let type = "custom"
    /// The placeholders speak of one endpoint.
    package static let combines = false
    package static let messagesPerMinute = 60
    package static let keys = [
        // No secretURL: with its placeholders it is no URL yet.
        ChannelKey("url", .secret, isRequired: true, "Where requests are sent to; may hold placeholders."),
        ChannelKey("method", .text, "GET unless given."),
        ChannelKey("body", .secret, "What is sent; may hold placeholders."),
        ChannelKey("headers", .headers, "Sent with each request."),
        ChannelKey(
            "placeholders", .mappings, "Other words for TRIGGERED and RESOLVED, below ALERT_TRIGGERED_OR_RESOLVED."),
        .client,
    ]

    private let url: Secret
    private let method: String
    private let body: Secret?
    private let headers: [Endpoint.Header]
    private let words: [String: String]
    private let line: ChannelLine

    package init(_ options: ChannelOptions) throws(ChannelFault) {
        guard let url = options.secret("url") else { throw ChannelFault("url", "is missing.") }
        // The reason to reveal: it must be an address.
        guard url.reveal().lowercased().prefixMatch(of: /https?:\/\/[^\/?#]/) != nil else {
            throw ChannelFault("url", "must begin with http:// or https:// and a host.")
        }
        self.url = url
        let method = options.text("method") ?? ""
        self.method = method.isEmpty ? "GET" : method.uppercased()
        body = options.secret("body")
        headers = options.headers("headers")
        words = options.mappings("placeholders")["ALERT_TRIGGERED_OR_RESOLVED"] ?? [:]
        line = ChannelLine(Self.type, options)
        guard self.method.wholeMatch(of: /[A-Z]+/) != nil else {
            throw ChannelFault("method", "'\(method)' is no method of HTTP.")
        }
    }

    package func send(_ message: AlertMessage, through http: any HTTPClient) async throws(DeliveryFault) -> String? {
        let values = PlaceholderValues(message, words: words)
        // The reason to reveal: placeholders are looked for in them.
        let target = Secret(values.fillURL(url.reveal()))
        let content = body.map { values.fillBody($0.reveal()) }
        _ = try await line.send(
            target, method: method, headers: headers, body: content.map { Array($0.utf8) }, through: http)
        return nil
    }
}

/// What stands in place of the placeholders. The values are Gatus'; so that one with a quote or a space in it breaks
/// nothing, they are written as their place demands: percent-encoded in a URL, escaped in JSON.
private struct PlaceholderValues {
    private static let mostInURL = 500

    private let values: [(placeholder: String, value: String)]

    init(_ message: AlertMessage, words: [String: String]) {
        let first = message.incidents[0]
        let state = message.isResolved ? "RESOLVED" : "TRIGGERED"
        values = [
            ("[ALERT_DESCRIPTION]", message.description ?? ""),
            ("[ALERT_KEY]", message.key),
            ("[ALERT_LINK]", message.link ?? ""),
            ("[ALERT_SEVERITY]", message.severity.description),
            ("[ALERT_TEXT]", message.text),
            ("[ALERT_TITLE]", message.title),
            ("[ALERT_TRIGGERED_OR_RESOLVED]", words[state] ?? state),
            ("[ENDPOINT_GROUP]", first.group ?? ""),
            ("[ENDPOINT_NAME]", first.incident.endpoint),
            ("[ENDPOINT_URL]", first.url),
            ("[RESULT_CONDITIONS]", Self.conditions(first.last)),
            ("[RESULT_ERRORS]", message.isResolved ? "" : Self.errors(first, message)),
        ]
    }

    func fillURL(_ template: String) -> String {
        fill(template) { $1.limited(to: Self.mostInURL).percentEncoded }
    }

    func fillBody(_ template: String) -> String {
        // With its placeholders in place, a template of JSON is JSON already: they stand within texts.
        let isJSON = JSONValue(parsing: Array(template.utf8)) != nil
        return fill(template) { placeholder, value in
            if isJSON { return Self.withinJSON(value) }
            return placeholder == "[RESULT_ERRORS]" ? value.replacing("\"", with: "\\\"") : value
        }
    }

    /// In one pass: what a value holds is no placeholder, though it look like one.
    private func fill(_ template: String, _ written: (_ placeholder: String, _ value: String) -> String) -> String {
        var rest = template[...]
        var text = ""
        while let start = rest.firstIndex(of: "[") {
            text += rest[..<start]
            rest = rest[start...]
            if let (placeholder, value) = values.first(where: { rest.hasPrefix($0.placeholder) }) {
                text += written(placeholder, value)
                rest = rest.dropFirst(placeholder.count)
            } else {
                text.append(rest.removeFirst())
            }
        }
        return text + rest
    }

    private static func withinJSON(_ text: String) -> String {
        String(decoding: JSONValue.text(text).bytes.dropFirst().dropLast(), as: UTF8.self)
    }

    /// Why it failed, and of many endpoints which.
    private static func errors(_ alerted: AlertedIncident, _ message: AlertMessage) -> String {
        let names = alerted.members.isEmpty ? "" : alerted.names.joined(separator: ", ")
        let reason = alerted.last?.failure?.message ?? alerted.incident.reason
        return names.isEmpty ? reason : "\(reason) \(names)"
    }

    private static func conditions(_ result: ProbeResult?) -> String {
        (result?.conditions ?? []).map { "\($0.held ? "✅" : "❌") - `\($0.condition)`" }.joined(separator: ", ")
    }
}
