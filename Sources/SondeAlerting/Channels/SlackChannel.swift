package import SondeCore

/// Slack, through an incoming webhook or, with a bot's token, its Web API, which knows threads and can change what it said.
package struct SlackChannel: ChannelType {
    package static let type = "slack"
    package static let messagesPerMinute = 50
    package static let keys = [
        ChannelKey("webhook-url", .secretURL, "The address of an incoming webhook; this or 'token' with 'channel'."),
        ChannelKey("token", .secret, "The token of a bot with the scope chat:write."),
        ChannelKey("channel", .text, "The id of the channel that the bot writes to, as C0123456789."),
        ChannelKey("title", .text, "Who speaks: shown below each message, 'Sonde' unless given."),
        ChannelKey("api-url", .url, "Of Slack's Web API, https://slack.com/api unless given."),
        .client,
    ]

    private let access: Access
    private let sender: String
    private let line: ChannelLine

    private enum Access {
        case webhook(Secret)
        case bot(token: Secret, channel: String, api: Secret)
    }

    package init(_ options: ChannelOptions) throws(ChannelFault) {
        access = try Self.access(options)
        sender = options.text("title") ?? "Sonde"
        line = ChannelLine(Self.type, options)
    }

    private static func access(_ options: ChannelOptions) throws(ChannelFault) -> Access {
        switch (options.secret("webhook-url"), options.secret("token"), options.text("channel")) {
        case (let url?, nil, nil): return .webhook(url)
        case (nil, let token?, let channel?):
            return .bot(token: token, channel: channel, api: Secret(options.text("api-url") ?? "https://slack.com/api"))
        case (nil, _?, nil): throw ChannelFault("token", "needs the 'channel' that the bot writes to.")
        case (nil, nil, _): throw ChannelFault(nil, "needs 'webhook-url', or 'token' and 'channel'.")
        case (_?, _, _): throw ChannelFault("webhook-url", "excludes 'token' and 'channel'; write one or the other.")
        }
    }

    package func send(_ message: AlertMessage, through http: any HTTPClient) async throws(DeliveryFault) -> String? {
        let posts = SlackMessage(message, sender: sender).posts
        switch access {
        case .webhook(let url):
            for post in posts { _ = try await line.send(url, json: .object(post), through: http) }
            return nil
        case .bot(let token, let channel, let api):
            let bot = SlackBot(token: token, channel: channel, api: api, line: line, http: http)
            return try await bot.tell(message, posts)
        }
    }
}

/// A bot at work on one message.
private struct SlackBot {
    let token: Secret
    let channel: String
    let api: Secret
    let line: ChannelLine
    let http: any HTTPClient

    /// Faults that pass, of all that Slack names.
    private static let passing: Set<String> = [
        "fatal_error", "internal_error", "ratelimited", "request_timeout", "rollup_error", "service_unavailable",
        "team_added_to_org",
    ]

    /// Which first message the thread has.
    private struct Receipt {
        var channel: String
        var time: String
        /// It told of other incidents, too, and must not be changed when one of them is over.
        var isShared: Bool

        init(channel: String, time: String, isShared: Bool) {
            (self.channel, self.time, self.isShared) = (channel, time, isShared)
        }

        init?(_ text: String?) {
            guard let parts = text?.split(separator: "/"), parts.count >= 2 else { return nil }
            self.init(channel: String(parts[0]), time: String(parts[1]), isShared: parts.count > 2)
        }

        var text: String { "\(channel)/\(time)" + (isShared ? "/shared" : "") }
    }

    /// The first message begins a thread, later ones go into it. What changes the first message comes first: it may be
    /// repeated without harm, should the rest fail.
    func tell(_ message: AlertMessage, _ posts: [[String: JSONValue]]) async throws(DeliveryFault) -> String? {
        let known = Receipt(message.receipt)
        if let known, !known.isShared, message.incidents.count == 1, [.resolved, .raised].contains(message.event) {
            try await update(known, to: posts[0])
        }
        let first = try await post(posts[0], into: known, isBroadcast: [.raised, .escalated].contains(message.event))
        let thread = known ?? first.map { Receipt(channel: $0.0, time: $0.1, isShared: message.incidents.count > 1) }
        for more in posts.dropFirst() { _ = try await post(more, into: thread, isBroadcast: false) }
        return thread?.text
    }

    private func update(_ receipt: Receipt, to post: [String: JSONValue]) async throws(DeliveryFault) {
        let place: [String: JSONValue] = ["channel": .text(receipt.channel), "ts": .text(receipt.time)]
        do {
            _ = try await call("chat.update", post.merging(place) { $1 })
        } catch  where error.isPermanent {
            // It was deleted or may no longer be changed. The message into the thread says it, too.
        }
    }

    private func post(
        _ post: [String: JSONValue], into thread: Receipt?, isBroadcast: Bool
    ) async throws(DeliveryFault) -> (String, String)? {
        var arguments = post
        arguments["channel"] = .text(thread?.channel ?? channel)
        if let thread {
            arguments["thread_ts"] = .text(thread.time)
            if isBroadcast { arguments["reply_broadcast"] = true }
        }
        let answer = try await call("chat.postMessage", arguments)
        guard let channel = answer["channel"]?.text, let time = answer["ts"]?.text else { return nil }
        return (channel, time)
    }

    /// Slack's Web API answers faults with status 200 and `"ok": false`.
    private func call(_ method: String, _ arguments: [String: JSONValue]) async throws(DeliveryFault) -> JSONValue {
        // The reason to reveal: the token goes into a header.
        let authorization = Endpoint.Header(name: "Authorization", value: Secret("Bearer \(token.reveal())"))
        let answer = try await line.send(
            api.appending(path: "/\(method)"), json: .object(arguments), headers: [authorization], through: http)
        let value = JSONValue(parsing: answer.body) ?? .null
        if value["ok"]?.flag == true { return value }
        let words = value["error"]?.text ?? String(decoding: answer.body, as: UTF8.self)
        throw line.judgement.fault(
            saying: words, isPermanent: !Self.passing.contains(words), retryAfter: AnswerJudgement.retryAfter(answer))
    }
}
