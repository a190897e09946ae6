import ArgumentParser
import SondeCore

struct AlertUnsilenceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unsilence",
        abstract: "End a silence or a maintenance window that a person made.")

    @Argument(help: "Its id, as 'sonde alert silences' shows it.")
    var silence: String

    @OptionGroup var author: AuthorOption
    @OptionGroup var running: RunningSondeOptions

    func run() async throws {
        try await running.ask { sonde in
            let ended = try await sonde.endSilence(silence, by: author.name)
            Terminal.print(TerminalText.safe("The \(ended.purpose) of \(AlertLines.matcher(ended)) is over."))
        }
    }
}
