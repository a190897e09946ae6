import ArgumentParser
import SondeCore

struct AlertAckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ack",
        abstract: "Say that somebody is at an open incident: no reminders and no escalation from then on.")

    @OptionGroup var about: IncidentArgument

    @Flag(help: "Nobody is at it any more: the acknowledgement is taken back.")
    var undo = false

    @OptionGroup var running: RunningSondeOptions

    func run() async throws {
        try await running.ask { sonde in
            let (id, by) = (about.incident, about.author.name)
            guard !undo else {
                let incident = try await sonde.unacknowledge(id, by: by)
                return Terminal.print(
                    TerminalText.safe("\(Self.subject(incident)) is no longer acknowledged."))
            }
            let acknowledged = try await sonde.acknowledge(id, by: by)
            let incident = acknowledged.incident
            if let since = acknowledged.since.flatMap(Timestamp.init(parsing:)) {
                let person = incident.acknowledgedBy.flatMap { $0.isEmpty ? nil : $0 } ?? "somebody"
                Terminal.print(
                    TerminalText.safe(
                        "It was acknowledged by \(person) at \(since.minutes(asOf: SystemClock().now)) already."))
            } else {
                Terminal.print(
                    TerminalText.safe(
                        "\(Self.subject(incident)) is acknowledged: no reminders and no escalation from now on."))
            }
        }
    }

    private static func subject(_ incident: RunningSonde.Incident) -> String {
        "The incident of \(incident.apiName) of \(incident.openedAt)"
    }
}
