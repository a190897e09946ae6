import ArgumentParser

/// A command that only has others below it: on its own it is not the whole of a command line.
protocol CommandGroup: ParsableCommand {}

extension CommandGroup {
    func run() throws {
        let names = Self.configuration.subcommands.map { $0.configuration.commandName ?? "" }
        Terminal.printError("Error: Say what to do: \(names.joined(separator: ", ")).")
        let usage = Sonde.usageString(for: Self.self)
        Terminal.printError("Usage: \(usage)\n  See 'sonde help \(Self.configuration.commandName ?? "")'.")
        throw ExitCode(64)
    }
}
