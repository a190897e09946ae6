import ArgumentParser

struct AlertRetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Try again what a channel did not take: one dead letter, or all of them.")

    @Argument(help: "The dead letter's id, as 'sonde alert list' shows it.")
    var notice: String?

    @OptionGroup var running: RunningSondeOptions

    func run() async throws {
        try await running.ask { sonde in
            let count = try await sonde.retry(notice)
            switch count {
            case 0: Terminal.print("There is no dead letter.")
            case 1: Terminal.print("1 dead letter is tried again.")
            default: Terminal.print("\(count) dead letters are tried again.")
            }
        }
    }
}
