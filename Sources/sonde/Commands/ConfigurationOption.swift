import ArgumentParser
import Foundation
import SondeServer

/// The `--config` option, shared by all commands that read the configuration.
struct ConfigurationOption: ParsableArguments {
    @Option(
        name: [.customShort("c"), .customLong("config")],
        help: ArgumentHelp("The configuration file.", valueName: "file"))
    var file = "sonde.yaml"

    /// Loads the configuration; a wrong one is printed, a line a problem, and ends the command with 78.
    func load() throws -> SondeConfiguration { try Self.load(file) }

    /// The same for any file.
    static func load(_ file: String) throws -> SondeConfiguration {
        do {
            return try SondeConfiguration.load(file: file, environment: ProcessInfo.processInfo.environment)
        } catch {
            Terminal.printError("\(error)")
            throw ExitCode.badConfiguration
        }
    }
}
