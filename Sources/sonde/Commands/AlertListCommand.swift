import ArgumentParser

struct AlertListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List open incidents, the channels, and what they did not take.",
        discussion: "An incident of many APIs stands for all of them.")

    @Flag(help: "One JSON object in place of the lines.")
    var json = false

    @OptionGroup var running: RunningSondeOptions

    func run() async throws {
        try await running.ask { sonde in
            if json { return Terminal.print(try await sonde.alertsAsJSON()) }
            let parts = [
                AlertLines.incidents(try await sonde.openIncidents()), AlertLines.channels(try await sonde.channels()),
                AlertLines.deadLetters(try await sonde.deadLetters()),
            ]
            for (index, lines) in parts.filter({ !$0.isEmpty }).enumerated() {
                if index > 0 { Terminal.print("") }
                for line in lines { Terminal.print(line) }
            }
        }
    }
}
