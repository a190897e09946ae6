import ArgumentParser
import Foundation
import Logging
import SondeCore
import SondeServer

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Probe, store, detect and show, until SIGINT or SIGTERM.",
        discussion: """
            The configuration is reloaded on SIGHUP and when its file changes; one that is wrong is reported and the
            running one stays. The first SIGINT or SIGTERM finishes the probes under way (2 s at most) and flushes the
            store; a second one ends Sonde at once.

            Events go to standard output and logs to standard error, both in the format of --log-format.
            """)

    @OptionGroup var configurationFile: ConfigurationOption
    @OptionGroup var log: LogOptions

    func run() async throws {
        let configuration = try configurationFile.load()
        let output = RunOutput(log.logFormat)
        defer { output.flush() }
        let logger = log.logger(to: output)
        let lastOfStart = configuration.web.enabled ? "ready" : "start"
        let server = SondeServer(
            configuration: configuration, configurationFile: configurationFile.file,
            environment: ProcessInfo.processInfo.environment, isVerbose: log.verbose, logger: logger,
            write: { line in
                output.write(line)
                // When Sonde cannot start, the reason is all there is to say.
                if line.event == lastOfStart { for note in configuration.notes { logger.notice("\(note)") } }
            })
        do {
            try await server.run()
        } catch {
            output.logs.write(TerminalText.safeLines("\(error)"))
            throw ExitCode.failure
        }
    }
}
