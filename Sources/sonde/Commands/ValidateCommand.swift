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

    @Argument(help: ArgumentHelp("The configuration file, in place of --config.", valueName: "file"))
    var file: String?

    @OptionGroup var option: ConfigurationOption

    func run() throws {
        var configurationFile = option
        if let file { configurationFile.file = file }
        let configuration = try configurationFile.load()
        for note in configuration.notes { Terminal.print("note: \(note)") }
        let enabled = configuration.endpoints.count(where: \.enabled)
        let disabled = configuration.endpoints.count - enabled
        Terminal.print(
            "\(configurationFile.file) is valid: \(enabled) endpoint\(enabled == 1 ? "" : "s")"
                + (disabled > 0 ? ", \(disabled) disabled" : "") + ".")
    }
}
