import ArgumentParser
import SondeCore

struct AlertListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List open incidents with who was told, the channels, and what they did not take.",
        discussion: "An incident of many APIs stands for all of them.")

    @Flag(help: "One JSON object in place of the lines.")
    var json = false

    @OptionGroup var running: RunningSondeOptions

    func run() async throws {
        try await running.ask { sonde in
            if json { return Terminal.print(try await sonde.alertsAsJSON()) }
            let dead = try await sonde.deadLetters()
            var incidents: [AlertLines.Told] = []
            for incident in try await sonde.openIncidents() {
                incidents.append((incident, try await sonde.notices(of: incident.id)))
            }
            let now = SystemClock().now
            let parts = [
                AlertLines.incidents(incidents, at: now),
                AlertLines.channels(try await sonde.channels(), dead: dead, at: now), AlertLines.deadLetters(dead),
            ]
            for (index, lines) in parts.filter({ !$0.isEmpty }).enumerated() {
                if index > 0 { Terminal.print("") }
                for line in lines { Terminal.print(line) }
            }
        }
    }
}
