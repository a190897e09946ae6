import SondeAlerting
import SondeCore
import SondeTestSupport

/// Channels as the configuration makes them, and messages as the dispatcher does.
enum EmailKit {
    /// A channel to a server of the tests, by default in the clear and without a login.
    static func channel(
        _ server: MailServer, to recipients: [String] = ["ops@example.com"],
        _ more: [String: ChannelOptions.Value] = [:]
    ) throws -> EmailChannel {
        try channel(port: server.port, to: recipients, more)
    }

    static func channel(
        port: Int, to recipients: [String] = ["ops@example.com"], _ more: [String: ChannelOptions.Value] = [:]
    ) throws -> EmailChannel {
        let options: [String: ChannelOptions.Value] = [
            "host": .text("127.0.0.1"), "port": .integer(port), "security": .text("none"),
            "from": .text("alerts@example.com"), "to": .texts(recipients),
        ]
        return try EmailChannel(ChannelOptions(options.merging(more) { $1 }))
    }

    /// With STARTTLS, the test authority and the right password.
    static var secured: [String: ChannelOptions.Value] {
        get throws {
            [
                "security": .text("starttls"), "ca-file": .text(try TestCertificates.caFile),
                "password": .secret(Secret(MailServer.password)),
            ]
        }
    }

    static func rendered(_ message: AlertMessage, _ template: MessageTemplate? = nil) -> AlertMessage {
        MessageRenderer.rendered(message, with: template)
    }

    /// The fault of a channel that does not take the message.
    static func fault(of channel: EmailChannel, _ message: AlertMessage = AlertSamples.message()) async
        -> DeliveryFault?
    {
        do {
            _ = try await channel.send(rendered(message), through: NoHTTP())
            return nil
        } catch {
            return error
        }
    }
}

/// E-mail needs none.
struct NoHTTP: HTTPClient {
    func send(_ request: HTTPRequest) async throws(ProbeFailure) -> HTTPAnswer {
        throw ProbeFailure(.other, "E-mail sent a request over HTTP.")
    }
}
