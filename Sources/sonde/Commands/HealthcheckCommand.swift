import ArgumentParser
import SondeCore
import SondeServer

struct HealthcheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "healthcheck",
        abstract: "Ask a running Sonde whether it is well: exit 0 or 1, and one sentence.",
        discussion: """
            For what starts Sonde and watches it. Without --ready only its life counts: a Sonde without its database \
            goes on probing and telling, and starting it anew would help nobody. With --ready every trouble of Sonde's \
            own counts, too, and is told.

            EXAMPLES
              sonde healthcheck
              sonde healthcheck --ready --url http://127.0.0.1:8080
            """)

    @Flag(help: "Trouble of Sonde's own counts, too, such as a database that is away.")
    var ready = false

    @OptionGroup var configurationFile: ConfigurationOption

    @Option(
        help: ArgumentHelp(
            "Of the running Sonde; by default that of web.listen. With it no configuration is read.",
            valueName: "address"))
    var url: String?

    func validate() throws {
        if let url, !url.hasPrefix("http://"), !url.hasPrefix("https://") {
            throw ValidationError("--url takes an address such as http://127.0.0.1:8080.")
        }
    }

    func run() async throws {
        do {
            let sonde = try url.map(RunningSonde.init(address:)) ?? RunningSonde(configurationFile.load().web)
            defer { sonde.stop() }
            if ready {
                let troubles = try await sonde.troubles()
                guard troubles.isEmpty else {
                    throw CommandFailure.unreachable(
                        "Sonde at \(sonde.address) is not ready: \(troubles.joined(separator: " "))")
                }
            } else {
                try await sonde.checkLife()
            }
            Terminal.print("Sonde at \(sonde.address) is \(ready ? "ready" : "alive").")
        } catch let failure as CommandFailure {
            Terminal.printError(TerminalText.safe(failure.sentence))
            throw failure.exitCode
        }
    }
}
