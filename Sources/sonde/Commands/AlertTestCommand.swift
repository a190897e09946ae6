import ArgumentParser
import SondeAlerting
import SondeServer

struct AlertTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Send a real test message through a channel and say what the other side said.",
        discussion: "Needs no running Sonde: the channel is made from the configuration.")

    @Argument(help: "The channel's name.")
    var channel: String

    @OptionGroup var configurationFile: ConfigurationOption

    func run() async throws {
        try await CommandFailure.reportedAsync {
            let channel = try ConfiguredChannel(channel, in: configurationFile.load().alerting)
            try await channel.test()
            let configuration = channel.configuration
            Terminal.print("The channel '\(configuration.name)' (\(configuration.type)) took the test message.")
        }
    }
}
