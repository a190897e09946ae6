package import SondeCore

/// Prometheus' Alertmanager, through its API v2: whoever has one keeps its routing, grouping, silences and receivers.
///
/// Alertmanager knows an alert by its labels, and calls it over once its end is past. An open incident is therefore given
/// an end a day ahead, which each reminder moves on, and one that rose in severity ends under the severity it had.
package struct AlertmanagerChannel: ChannelType {
    package static let type = "alertmanager"
    package static let messagesPerMinute = 600
    package static let keys = [
        ChannelKey(
            "urls", .texts, isRequired: true,
            "The addresses of all members of the cluster, as http://localhost:9093; each is told."),
        ChannelKey("labels", .mapping, "Labels that every alert has, beside Sonde's own."),
        .client,
    ]

    /// For how long Alertmanager believes an open incident without hearing of it again.
    private static let lifetime: Duration = .seconds(86_400)

    private let urls: [Secret]
    private let labels: [String: String]
    private let line: ChannelLine

    package init(_ options: ChannelOptions) throws(ChannelFault) {
        urls = options.texts("urls").map { Secret($0).appending(path: "/api/v2/alerts") }
        labels = options.mapping("labels")
        line = ChannelLine(Self.type, options)
        guard !urls.isEmpty else { throw ChannelFault("urls", "names no Alertmanager; write http://localhost:9093.") }
        for url in options.texts("urls") { try Self.check(url) }
        if let name = labels.keys.sorted().first(where: { $0.wholeMatch(of: /[a-zA-Z_][a-zA-Z0-9_]*/) == nil }) {
            throw ChannelFault("labels", "'\(name)' is no name of a label: letters, digits and '_' are.")
        }
    }

    private static func check(_ url: String) throws(ChannelFault) {
        guard let match = url.wholeMatch(of: /https?:\/\/([^\/?#]+)[^?#]*/) else {
            throw ChannelFault("urls", "must begin with http:// or https:// and a host, and end before any '?'.")
        }
        guard !match.1.contains("@") else {
            throw ChannelFault("urls", "must hold no user and password; write them under 'client'.")
        }
    }

    /// All members are told at once. One that took the message is enough, as Prometheus has it: a member that is down must
    /// not hold up the others, and tells nothing itself.
    package func send(_ message: AlertMessage, through http: any HTTPClient) async throws(DeliveryFault) -> String? {
        let alerts = JSONValue.list(message.incidents.flatMap { self.alerts(of: $0, message) })
        let faults = await withTaskGroup(of: DeliveryFault?.self) { group in
            for url in urls {
                group.addTask {
                    do throws(DeliveryFault) {
                        _ = try await line.send(url, json: alerts, through: http)
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let refusals = faults.compactMap { $0 }
        if refusals.count == urls.count, let fault = refusals.first(where: { !$0.isPermanent }) ?? refusals.first {
            throw fault
        }
        return message.receipt ?? message.incidents.map(\.incident.severity).min()?.description
    }

    /// One alert; two or three where the severity has risen since the first message, of which the older ones are over.
    private func alerts(of alerted: AlertedIncident, _ message: AlertMessage) -> [JSONValue] {
        let severity = alerted.incident.severity
        let first = message.receipt.flatMap(Severity.init(name:)) ?? severity
        let over = Severity.allCases.filter { first <= $0 && $0 < severity }
        return [alert(alerted, severity, isOver: message.isResolved, message)]
            + over.map { alert(alerted, $0, isOver: true, message) }
    }

    private func alert(
        _ alerted: AlertedIncident, _ severity: Severity, isOver: Bool, _ message: AlertMessage
    ) -> JSONValue {
        let incident = alerted.incident
        let end = isOver ? incident.closedAt ?? message.time : message.time.advanced(by: Self.lifetime)
        return .object(dropping: [
            "labels": labels(of: alerted, severity, message),
            "annotations": annotations(of: alerted, message),
            "startsAt": .text(incident.openedAt.rfc3339),
            // Alertmanager refuses an alert that ends before it begins.
            "endsAt": .text(max(end, incident.openedAt.advanced(by: .milliseconds(1))).rfc3339),
            "generatorURL": (alerted.link ?? message.link).map { .text($0.uriText) },
        ])
    }

    /// They are the same for as long as the incident lasts.
    private func labels(of alerted: AlertedIncident, _ severity: Severity, _ message: AlertMessage) -> JSONValue {
        let incident = alerted.incident
        let own: [String: String?] = [
            "alertname": Self.name(message.event, incident.kind),
            "api_name": incident.endpoint,
            "group": alerted.group,
            "instance": alerted.url.isEmpty ? nil : alerted.url,
            "job": "sonde",
            "scope": incident.scope.rawValue,
            "severity": [.digest, .test].contains(message.event) ? "info" : severity.description,
        ]
        let all = own.compactMapValues { $0 }.merging(labels) { $1 }
        return .object(all.filter { !$0.value.isEmpty }.mapValues(JSONValue.text))
    }

    private static func name(_ event: AlertEvent, _ kind: Incident.Kind) -> String {
        switch (event, kind) {
        case (.digest, _): "SondeDigest"
        case (.test, _): "SondeTest"
        case (_, .failure): "SondeFailure"
        case (_, .anomaly): "SondeAnomaly"
        }
    }

    private func annotations(of alerted: AlertedIncident, _ message: AlertMessage) -> JSONValue {
        let incident = alerted.incident
        let names = alerted.members.isEmpty ? "" : alerted.names.joined(separator: ", ")
        let recovered = alerted.recovered.map(\.endpoint).joined(separator: ", ")
        let more = [
            names.isEmpty ? nil : "Endpoints: \(names)", recovered.isEmpty ? nil : "Up again: \(recovered)",
        ]
        return .object(dropping: [
            "summary": .text(message.incidents.count == 1 ? message.title : "\(incident.endpoint): \(incident.reason)"),
            "description": .text(([incident.reason] + more.compactMap(\.self)).joined(separator: " ")),
            "runbook": message.description.map(JSONValue.text),
            "incident": .text(incident.id),
            "text": message.isTemplated ? .text(message.text) : nil,
        ])
    }
}
