package import SondeCore

/// Telegram, through a bot: a text, or a file with a caption where there are more names than a text holds. What follows
/// answers the first message of its thread.
package struct TelegramChannel: ChannelType {
    package static let type = "telegram"
    package static let messagesPerMinute = 20
    package static let keys = [
        ChannelKey("token", .secret, isRequired: true, "The bot's token."),
        ChannelKey(
            "id", .text, isRequired: true, "The id of the chat, as -1001234567890, or @name of a public channel."),
        ChannelKey("topic-id", .text, "The id of a topic in a group."),
        ChannelKey("api-url", .url, "Of the Bot API, https://api.telegram.org unless given."),
        .client,
    ]

    private let api: Secret
    private let chat: String
    private let topic: Int?
    private let line: ChannelLine

    package init(_ options: ChannelOptions) throws(ChannelFault) {
        guard let token = options.secret("token") else { throw ChannelFault("token", "is missing.") }
        guard let chat = options.text("id"), !chat.isEmpty else { throw ChannelFault("id", "is missing.") }
        self.chat = chat
        // The reason to reveal: the token is part of each address.
        api = Secret(options.text("api-url") ?? "https://api.telegram.org").appending(path: "/bot\(token.reveal())")
        topic = options.text("topic-id").flatMap(Int.init)
        if let text = options.text("topic-id"), !text.isEmpty, topic == nil {
            throw ChannelFault("topic-id", "'\(text)' is no number.")
        }
        line = ChannelLine(Self.type, options)
    }

    package func send(_ message: AlertMessage, through http: any HTTPClient) async throws(DeliveryFault) -> String? {
        let post = TelegramPost(message)
        let answer =
            if let names = post.file {
                try await ask("sendDocument", document(names, post.html, message), through: http)
            } else {
                try await ask("sendMessage", text(post.html, message), through: http)
            }
        return message.receipt ?? answer["result"]?["message_id"]?.number.map { String(Int($0)) }
    }

    private func text(_ html: String, _ message: AlertMessage) -> (String, [UInt8]) {
        let body: [String: JSONValue?] = [
            "chat_id": .text(chat),
            "text": .text(html),
            "parse_mode": "HTML",
            "link_preview_options": ["is_disabled": true],
            "message_thread_id": topic.map(JSONValue.integer),
            "reply_parameters": reply(to: message),
        ]
        return ("application/json; charset=utf-8", JSONValue.object(dropping: body).bytes)
    }

    private func document(_ names: String, _ caption: String, _ message: AlertMessage) -> (String, [UInt8]) {
        var form = MultipartForm(key: message.key)
        form.add("chat_id", chat)
        if let topic { form.add("message_thread_id", String(topic)) }
        form.add("caption", caption)
        form.add("parse_mode", "HTML")
        if let reply = reply(to: message) {
            form.add("reply_parameters", String(decoding: reply.bytes, as: UTF8.self))
        }
        form.add("document", file: "endpoints.txt", names)
        return (form.contentType, form.bytes)
    }

    /// Sent as it is where the first message was deleted.
    private func reply(to message: AlertMessage) -> JSONValue? {
        message.receipt.flatMap(Int.init).map { ["message_id": .integer($0), "allow_sending_without_reply": true] }
    }

    private func ask(
        _ method: String, _ content: (type: String, body: [UInt8]), through http: any HTTPClient
    ) async throws(DeliveryFault) -> JSONValue {
        let header = Endpoint.Header(name: "Content-Type", value: Secret(content.type))
        let answer = try await line.ask(
            api.appending(path: "/\(method)"), headers: [header], body: content.body, through: http)
        let value = JSONValue(parsing: answer.body) ?? .null
        if var fault = line.judgement.fault(of: answer) {
            // Telegram tells it in the body, and not in a header.
            let wait = value["parameters"]?["retry_after"]?.number.map(AnswerJudgement.bounded)
            fault.retryAfter = wait ?? fault.retryAfter
            throw fault
        }
        guard value["ok"]?.flag == true else {
            throw line.judgement.fault(saying: String(decoding: answer.body, as: UTF8.self), isPermanent: false)
        }
        return value
    }
}

/// A message in Telegram's HTML, within 4096 characters, or 1024 where a file holds the names.
private struct TelegramPost {
    let html: String
    /// The names of all endpoints, one a line.
    let file: String?

    init(_ message: AlertMessage) {
        let brief = AlertBrief(message)
        let sheet = NameSheets(brief.names.map { $0.fitted(escaping: Self.escapes) }, limits: [1500])
        let isLong = sheet.left > 0
        file = isLong ? brief.names.joined(separator: "\n") + "\n" : nil
        var parts = ["\(message.mark) <b>\(brief.title.fitted(to: 200, escaping: Self.escapes))</b>"]
        let reason = brief.paragraphs.joined(separator: "\n\n")
        parts.append(reason.fitted(to: isLong ? 500 : 1200, escaping: Self.escapes))
        if !isLong {
            let facts = brief.facts.map { "<b>\($0.name)</b>: \($0.value.fitted(to: 60, escaping: Self.escapes))" }
            parts += [facts.joined(separator: "\n")] + sheet.texts
        }
        if let link = brief.link?.fitted(escaping: Self.escapes), link.utf16.count <= 250 {
            parts.append("<a href=\"\(link)\">Open in Sonde</a>")
        }
        html = parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private static let escapes: [Character: String] = ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;"]
}
