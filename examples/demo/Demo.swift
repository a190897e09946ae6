import ArgumentParser
import Foundation
import Logging
import SondeCore
import SondeServer
import SondeTestSupport

/// `make demo`: eight local APIs, faults on a script, and Sonde watching them.
@main
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sonde-demo",
        abstract: "Eight local APIs, faults on a script, and Sonde watching them. Needs no internet.")

    @Option(help: "The port of the page.")
    var port = 8080

    func run() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sonde-demo-\(getpid())")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let apis = try await DemoAPIs.start()
            try await watch(apis, folder: folder)
            await apis.stop()
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            throw ExitCode.failure
        }
    }

    private func watch(_ apis: DemoAPIs, folder: URL) async throws {
        var environment = apis.environment
        environment["DEMO_DATABASE"] = folder.appendingPathComponent("sonde-demo.db").path
        environment["DEMO_PORT"] = String(port)
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("sonde.yaml").path
        let configuration = try SondeConfiguration.load(file: file, environment: environment)
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let write: @Sendable (EventLine) -> Void = { line in
            try? FileHandle.standardOutput.write(contentsOf: Data((line.text(coloured: isTerminal) + "\n").utf8))
        }
        write(
            EventLine(
                tone: .plain, event: "demo", time: SystemClock().now,
                text: "eight local APIs answer; all is learned after about a minute, then faults begin. Ctrl-C ends."))
        var logger = Logger(label: "sonde-demo")
        logger.logLevel = .warning
        let server = SondeServer(
            configuration: configuration, environment: environment, logger: logger,
            companions: [Narrator(clock: apis.clock, write: write)], write: write)
        try await server.run()
    }
}
