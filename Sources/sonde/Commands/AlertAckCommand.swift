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
            let incident = try await sonde.acknowledge(
                about.incident, by: about.author.name, isTakenBack: undo)
            let subject = "The incident of \(incident.apiName) of \(incident.openedAt)"
            Terminal.print(
                TerminalText.safe(
                    undo
                        ? "\(subject) is no longer acknowledged."
                        : "\(subject) is acknowledged: no reminders and no escalation from now on."))
        }
    }
}
