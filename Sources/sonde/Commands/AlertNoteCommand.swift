import ArgumentParser

struct AlertNoteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "note",
        abstract: "Write a note into the timeline of an incident, open or over.")

    @OptionGroup var about: IncidentArgument

    @Argument(help: "1 to 2,000 characters on one line.")
    var text: String

    @OptionGroup var running: RunningSondeOptions

    func run() async throws {
        try await running.ask { sonde in
            try await sonde.note(text, on: about.incident, by: about.author.name)
            Terminal.print("The note stands in the timeline of \(about.incident).")
        }
    }
}
