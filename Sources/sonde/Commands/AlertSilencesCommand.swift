import ArgumentParser

struct AlertSilencesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "silences",
        abstract: "List silences and maintenance windows that hold now or will.")

    @Flag(help: "One JSON object in place of the lines.")
    var json = false

    @OptionGroup var running: RunningSondeOptions

    func run() async throws {
        try await running.ask { sonde in
            if json { return Terminal.print(try await sonde.silencesAsJSON()) }
            let silences = try await sonde.silences()
            if silences.isEmpty { Terminal.print("None: whoever is to be told is told.") }
            for silence in silences { Terminal.print(AlertLines.silence(silence)) }
        }
    }
}
