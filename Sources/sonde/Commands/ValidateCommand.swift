import ArgumentParser
import Foundation
import SondeCore
import SondeServer

struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Check a configuration without starting anything.",
        discussion: """
            Prints every problem with file, line and column, and exits with 78 if there is one. Keys that are accepted
            without effect are named as notes.
            """)

    @OptionGroup var configurationFile: ConfigurationOption

    func run() throws {
        let configuration = try configurationFile.load()
        for note in configuration.notes { Terminal.print("note: \(note)") }
        let enabled = configuration.endpoints.count(where: \.enabled)
        let disabled = configuration.endpoints.count - enabled
        Terminal.print(
            "\(configurationFile.file) is valid: \(enabled) endpoint\(enabled == 1 ? "" : "s")"
                + (disabled > 0 ? ", \(disabled) disabled" : "") + ".")
    }
}
