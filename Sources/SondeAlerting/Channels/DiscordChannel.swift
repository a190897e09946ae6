import Foundation
package import SondeCore

/// Discord, through a webhook: an embed, and a file where there are more names than an embed holds. When the incident is
/// over, the first message is changed, and a new one says it.
package struct DiscordChannel: ChannelType {
    package static let type = "discord"
    package static let messagesPerMinute = 30
    package static let keys = [
        ChannelKey("webhook-url", .secretURL, isRequired: true, "The address of the webhook."),
        ChannelKey("title", .text, "Who speaks: shown above each message, 'Sonde' unless given."),
        ChannelKey("message-content", .text, "Written before each message, to mention people: <@123>, <@&456>, @here."),
        .client,
    ]

    private let url: Secret
    private let sender: String
    private let content: String?
    private let line: ChannelLine

    package init(_ options: ChannelOptions) throws(ChannelFault) {
        guard let url = options.secret("webhook-url") else { throw ChannelFault("webhook-url", "is missing.") }
        self.url = url
        sender = options.text("title") ?? "Sonde"
        content = options.text("message-content")
        line = ChannelLine(Self.type, options)
        guard (content ?? "").utf16.count <= 2000 else {
            throw ChannelFault("message-content", "is longer than the 2000 characters that Discord takes.")
        }
    }

    package func send(_ message: AlertMessage, through http: any HTTPClient) async throws(DeliveryFault) -> String? {
        let embed = DiscordEmbed(message, sender: sender)
        if message.isResolved, message.incidents.count == 1, let receipt = message.receipt {
            try await change(receipt, to: embed.value, through: http)
        }
        var body: [String: JSONValue] = ["embeds": [embed.value], "allowed_mentions": mentions]
        if let content { body["content"] = .text(content) }
        let answer = try await post(.object(body), names: embed.file, key: message.key, through: http)
        // Only a message that told of one incident alone may be changed when that one is over.
        let first = message.incidents.count == 1 ? JSONValue(parsing: answer.body)?["id"]?.text : nil
        return message.receipt ?? first
    }

    private func post(
        _ body: JSONValue, names: String?, key: String, through http: any HTTPClient
    ) async throws(DeliveryFault) -> HTTPAnswer {
        // The answer then holds the message with its id.
        let target = address(suffix: "", query: "wait=true")
        guard let names else { return try await line.send(target, json: body, through: http) }
        var form = MultipartForm(key: key)
        form.add("payload_json", String(decoding: body.bytes, as: UTF8.self), contentType: "application/json")
        form.add("files[0]", file: "endpoints.txt", names)
        let header = Endpoint.Header(name: "Content-Type", value: Secret(form.contentType))
        return try await line.send(target, headers: [header], body: form.bytes, through: http)
    }

    private func change(
        _ receipt: String, to embed: JSONValue, through http: any HTTPClient
    ) async throws(DeliveryFault) {
        let target = address(suffix: "/messages/\(receipt.percentEncoded)", query: nil)
        do {
            _ = try await line.send(target, method: "PATCH", json: ["embeds": [embed]], through: http)
        } catch  where error.isPermanent {
            // It was deleted. The new message says it, too.
        }
    }

    /// The webhook's own address with a longer path; what it asks already, as for a thread, stays.
    private func address(suffix: String, query: String?) -> Secret {
        // The reason to reveal: it becomes part of another secret.
        let parts = url.reveal().split(separator: "?", maxSplits: 1)
        let asked = parts.dropFirst().map(String.init) + [query].compactMap(\.self)
        let path = Secret(parts.first.map(String.init) ?? "").appending(path: suffix)
        return asked.isEmpty ? path : Secret("\(path.reveal())?\(asked.joined(separator: "&"))")
    }

    /// Nobody but those whom the configuration names.
    private var mentions: JSONValue {
        let content = content ?? ""
        let everyone = content.contains("@everyone") || content.contains("@here")
        return [
            "parse": everyone ? ["everyone"] : [],
            "users": .list(content.matches(of: /<@!?([0-9]+)>/).prefix(100).map { .text(String($0.1)) }),
            "roles": .list(content.matches(of: /<@&([0-9]+)>/).prefix(100).map { .text(String($0.1)) }),
        ]
    }
}

/// A message as an embed, within Discord's limits: 256 characters in a title, 4096 in a description, 25 fields of 1024, and
/// 6000 in all of it.
private struct DiscordEmbed {
    let value: JSONValue
    /// The names of all endpoints, one a line, where the embed has no room for them.
    let file: String?

    init(_ message: AlertMessage, sender: String) {
        let brief = AlertBrief(message)
        let sheet = NameSheets(brief.names.map { $0.fitted(escaping: Self.escapes) }, limits: [1800])
        file = sheet.left == 0 ? nil : brief.names.joined(separator: "\n") + "\n"
        let names = sheet.texts.map { $0 + (sheet.remark.map { " \($0)" } ?? "") }
        let reason = brief.paragraphs.joined(separator: "\n\n").fitted(to: 1800, escaping: Self.escapes)
        let description = ([reason] + names).filter { !$0.isEmpty }.joined(separator: "\n\n")
        let fields = brief.facts.prefix(12).map { fact -> JSONValue in
            let value = fact.value.fitted(to: 120, escaping: Self.escapes)
            return ["name": .text(fact.name), "value": .text(value), "inline": .bool(fact.value.count < 40)]
        }
        value = .object(dropping: [
            "author": ["name": .text(sender.limited(to: 100))],
            "title": .text(brief.title.fitted(to: 256, escaping: Self.escapes)),
            "description": description.isEmpty ? nil : .text(description),
            "url": brief.link.flatMap { $0.utf16.count <= 2000 ? .text($0) : nil },
            "color": .integer(message.color),
            "fields": .list(fields),
            "timestamp": .text(message.time.rfc3339),
        ])
    }

    /// What Discord's Markdown gives a meaning, and the beginning of each mention.
    private static let escapes: [Character: String] = Dictionary(
        uniqueKeysWithValues: "\\*_~`|<>#[]@".map { ($0, "\\\($0)") })
}
