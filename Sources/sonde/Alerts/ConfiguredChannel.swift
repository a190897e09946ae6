import ArgumentParser
import SondeAlerting
import SondeCore
import SondeProbing
import SondeServer

/// A channel of the configuration, tried without a running Sonde.
struct ConfiguredChannel {
    let configuration: ChannelConfiguration
    private let channel: any AlertChannel
    private let pageURL: String?

    /// - Throws: `CommandFailure` where there is no such channel.
    init(_ name: String, in alerting: AlertingConfiguration) throws(CommandFailure) {
        guard let configuration = alerting.channels.first(where: { $0.name == name }) else {
            let names = alerting.channels.map(\.name)
            throw .unfitSettings(
                names.isEmpty
                    ? "The configuration names no channel; add one under alerting."
                    : "There is no channel '\(name)' in the configuration; it has \(names.joined(separator: ", ")).")
        }
        do throws(ChannelFault) {
            channel = try configuration.makeChannel()
        } catch {
            throw .unfitSettings("The channel '\(name)' cannot be used: \(error.sentence)")
        }
        self.configuration = configuration
        pageURL = alerting.pageURL
    }

    /// What the channel would be told, with its title and text.
    func sample(of event: AlertEvent) -> AlertMessage {
        let message = SampleAlert(event: event, now: SystemClock().now, pageURL: pageURL).message
        return MessageRenderer.rendered(message, with: configuration.template)
    }

    /// The page that an e-mail shows; nil where the channel sends none.
    func html(of message: AlertMessage) -> String? { (channel as? EmailChannel)?.mail(of: message).html }

    /// What would be sent, as it would be, without the secrets: a mail's subject and text, requests, or what a program
    /// gets on its standard input. Sends nothing.
    func preview(of message: AlertMessage) async -> [String] {
        if let mail = (channel as? EmailChannel)?.mail(of: message) {
            return ["Subject: \(TerminalText.safe(MailSubject.text(of: mail.data)))", "", mail.text]
        }
        guard channel is CommandChannel else { return await requests(of: message, through: channel) }
        // The program itself is not started; a webhook is sent the same document.
        var document = message
        document.isTemplated = false
        let body = await recorded(document, through: Self.webhook).first?.body ?? []
        return [
            "\(configuration.options.text("program") ?? ""), with the variables SONDE_… and on its standard input:", "",
            String(decoding: body, as: UTF8.self),
        ]
    }

    private static var webhook: (any AlertChannel)? {
        try? WebhookChannel(ChannelOptions(["url": .secret(Secret("http://127.0.0.1/"))]))
    }

    private func requests(of message: AlertMessage, through channel: any AlertChannel) async -> [String] {
        let lines = RequestLines(redaction: Redaction(configuration.options.secrets))
        return Array(await recorded(message, through: channel).map(lines.lines).joined(separator: [""]))
    }

    private func recorded(_ message: AlertMessage, through channel: (any AlertChannel)?) async -> [HTTPRequest] {
        let client = RecordingClient()
        // What it makes of the answer is of no interest: there is no server.
        _ = try? await channel?.send(message, through: client)
        return client.requests
    }

    /// Sends a test message.
    ///
    /// - Throws: `CommandFailure` with what the other side said.
    func test() async throws(CommandFailure) {
        let engine = CurlEngine()
        defer { engine.stop() }
        do throws(DeliveryFault) {
            _ = try await channel.send(sample(of: .test), through: engine)
        } catch {
            throw .unreachable("The channel '\(configuration.name)' did not take the message: \(error.sentence)")
        }
    }
}
