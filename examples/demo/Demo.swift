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

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("--port takes a number from 1 to 65535, or 0 for any free port.")
        }
    }

    func run() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sonde-demo-\(getpid())")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let apis = try await DemoAPIs.start()
            try await watch(apis, folder: folder)
            await apis.stop()
        } catch {
            // The demo's configuration is nobody's to change; what it says of web.listen is said of --port.
            let sentence = "\(error)".replacing("Set web.listen to", with: "Set --port to")
            FileHandle.standardError.write(Data((sentence + "\n").utf8))
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
        let output = LineWriter(to: STDOUT_FILENO) { "\($0) lines are missing here: nobody read them." }
        defer { output.flush() }
        let learned = LearnedAPIs()
        let write: @Sendable (EventLine) -> Void = { line in
            learned.note(line)
            output.write(line.text(coloured: isTerminal))
        }
        for text in Self.introduction {
            write(EventLine(tone: .plain, event: "demo", time: SystemClock().now, text: text))
        }
        var logger = Logger(label: "sonde-demo")
        logger.logLevel = .warning
        let server = SondeServer(
            configuration: configuration, environment: environment, logger: logger,
            companions: [Narrator(clock: apis.clock, learned: learned, write: write)], write: write)
        try await server.run()
    }

    /// What will happen when.
    private static let introduction = [
        "eight local APIs answer, each is probed every second; all is learned after about a minute",
        "then faults come and go, an incident opens within two minutes and closes again. Ctrl-C ends.",
    ]
}
