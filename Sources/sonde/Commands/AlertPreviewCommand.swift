import ArgumentParser
import SondeAlerting
import SondeCore
import SondeServer

struct AlertPreviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Print exactly what would be sent through a channel, with sample data and the channel's template.",
        discussion: """
            Of an e-mail subject and text, of others the requests; *** stands in place of secrets. Sends nothing and \
            needs no running Sonde.
            """)

    @Argument(help: "The channel's name.")
    var channel: String

    @Option(
        help: ArgumentHelp(
            "What is told: \(AlertEvent.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "event"))
    var event = AlertEvent.opened

    @Flag(help: "The page of an e-mail in place of subject and text.")
    var html = false

    @OptionGroup var configurationFile: ConfigurationOption

    func run() async throws {
        try await CommandFailure.reportedAsync {
            let channel = try ConfiguredChannel(channel, in: configurationFile.load().alerting)
            let message = channel.sample(of: event)
            guard html else {
                for line in await channel.preview(of: message) { Terminal.print(line) }
                return
            }
            guard let page = channel.html(of: message) else {
                throw CommandFailure.unfitSettings(
                    "The channel '\(channel.configuration.name)' is of type \(channel.configuration.type); "
                        + "--html shows e-mails.")
            }
            Terminal.print(page)
        }
    }
}
