import ArgumentParser
import SondeCore
import SondeServer

/// Which running Sonde is asked, shared by the commands that ask one.
struct RunningSondeOptions: ParsableArguments {
    @OptionGroup var configurationFile: ConfigurationOption

    @Option(help: ArgumentHelp("Of the running Sonde; by default that of web.listen.", valueName: "address"))
    var url: String?

    func validate() throws {
        if let url, !url.hasPrefix("http://"), !url.hasPrefix("https://") {
            throw ValidationError("--url takes an address such as http://127.0.0.1:8080.")
        }
    }

    /// Does what is asked; a failure is printed in one sentence and ends the command with its exit code.
    func ask(_ work: (RunningSonde) async throws -> Void) async throws {
        try await CommandFailure.reportedAsync {
            let sonde = try url.map(RunningSonde.init(address:)) ?? RunningSonde(configurationFile.load().web)
            defer { sonde.stop() }
            try await work(sonde)
        }
    }
}

extension CommandFailure {
    /// Runs work that waits; a failure is printed and ends the command with its exit code.
    static func reportedAsync(_ work: () async throws -> Void) async throws {
        do {
            try await work()
        } catch let failure as CommandFailure {
            Terminal.printError(TerminalText.safe(failure.sentence))
            throw failure.exitCode
        }
    }
}
