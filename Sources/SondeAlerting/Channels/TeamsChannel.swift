package import SondeCore

/// Microsoft Teams, through a workflow that begins when a webhook request is received, as an adaptive card.
package struct TeamsChannel: ChannelType {
    package static let type = "teams"
    package static let messagesPerMinute = 30
    package static let keys = [
        ChannelKey("webhook-url", .secretURL, isRequired: true, "The address of the workflow's webhook."),
        ChannelKey("title", .text, "Who speaks: shown above each message, 'Sonde' unless given."),
        .client,
    ]

    private let url: Secret
    private let sender: String
    private let line: ChannelLine

    package init(_ options: ChannelOptions) throws(ChannelFault) {
        try self.init(options, type: Self.type)
    }

    init(_ options: ChannelOptions, type: String) throws(ChannelFault) {
        guard let url = options.secret("webhook-url") else { throw ChannelFault("webhook-url", "is missing.") }
        self.url = url
        sender = options.text("title") ?? "Sonde"
        line = ChannelLine(type, options)
    }

    package func send(_ message: AlertMessage, through http: any HTTPClient) async throws(DeliveryFault) -> String? {
        for card in TeamsCard(message, sender: sender).posts {
            let answer = try await line.send(url, json: card, through: http)
            try judge(String(decoding: answer.body.prefix(2000), as: UTF8.self))
        }
        return nil
    }

    /// The older connectors answer with status 200 even where Teams itself refused, and tell it in words.
    private func judge(_ words: String) throws(DeliveryFault) {
        guard let status = words.firstMatch(of: /returned HTTP error ([0-9]{3})/)?.1 else { return }
        let isPassing = status == "429" || status.hasPrefix("5")
        throw line.judgement.fault(saying: words, isPermanent: !isPassing)
    }
}

/// The same under the name that Gatus gives it.
package struct TeamsWorkflowsChannel: ChannelType {
    package static let type = "teams-workflows"
    package static let messagesPerMinute = TeamsChannel.messagesPerMinute
    package static let keys = TeamsChannel.keys

    private let teams: TeamsChannel

    package init(_ options: ChannelOptions) throws(ChannelFault) {
        teams = try TeamsChannel(options, type: Self.type)
    }

    package func send(_ message: AlertMessage, through http: any HTTPClient) async throws(DeliveryFault) -> String? {
        try await teams.send(message, through: http)
    }
}
