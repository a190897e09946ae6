import ArgumentParser
import Foundation
import Logging
import SondeServer

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Probe, store, detect and show, until SIGINT or SIGTERM.",
        discussion: """
            The configuration is reloaded on SIGHUP and when its file changes; one that is wrong is reported and the
            running one stays. The first SIGINT or SIGTERM finishes the probes under way (5 s at most) and flushes the
            store; a second one ends Sonde at once.
            """)

    @OptionGroup var configurationFile: ConfigurationOption
    @OptionGroup var log: LogOptions

    func run() async throws {
        let configuration = try configurationFile.load()
        let logger = log.logger
        for note in configuration.notes { logger.notice("\(note)") }
        let server = SondeServer(
            configuration: configuration, configurationFile: configurationFile.file,
            environment: ProcessInfo.processInfo.environment, isVerbose: log.verbose, logger: logger, write: log.writer)
        do {
            try await server.run()
        } catch {
            Terminal.printError("\(error)")
            throw ExitCode.failure
        }
    }
}
