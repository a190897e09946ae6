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
