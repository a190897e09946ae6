import Foundation
import SondeTestSupport

/// Debian's prometheus-alertmanager on a free port of loopback, with one receiver, until the test ends.
final class Alertmanager: Sendable {
    let url: String
    private let folder: URL
    private let process = Process()

    /// - Parameter receiver: Is told of each group of alerts at once, and of those that are over.
    /// - Throws: `TestSupportError` where it is not installed or does not start.
    init(receiver: String) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "sonde-alertmanager-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "alertmanager.yml")
        try Self.configuration(receiver).write(to: file, atomically: true, encoding: .utf8)
        process.executableURL = URL(filePath: "/usr/bin/prometheus-alertmanager")
        process.arguments = [
            "--config.file=\(file.path)", "--storage.path=\(folder.path)", "--web.listen-address=127.0.0.1:0",
            "--cluster.listen-address=",
        ]
        let output = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = output
        do {
            try process.run()
        } catch {
            throw TestSupportError.toolMissing("prometheus-alertmanager")
        }
        // On a thread of its own, which goes on reading: a pipe that is full would stop it.
        let (lines, continuation) = AsyncStream.makeStream(of: String.self)
        Thread.detachNewThread { Self.read(output.fileHandleForReading, into: continuation) }
        var log = ""
        for await line in lines {
            if let address = line.firstMatch(of: /Listening on" address=([0-9.:]+)/)?.1 {
                url = "http://\(address)"
                return
            }
            log += line + "\n"
        }
        throw TestSupportError.commandFailed(command: "prometheus-alertmanager", output: log)
    }

    deinit {
        process.terminate()
        try? FileManager.default.removeItem(at: folder)
    }

    private static func configuration(_ receiver: String) -> String {
        """
        route: {receiver: sonde, group_by: [alertname], group_wait: 1ms, group_interval: 100ms, repeat_interval: 1h}
        receivers: [{name: sonde, webhook_configs: [{url: "\(receiver)", send_resolved: true}]}]
        """
    }

    private static func read(_ output: FileHandle, into continuation: AsyncStream<String>.Continuation) {
        var rest = ""
        while case let data = output.availableData, !data.isEmpty {
            rest += String(decoding: data, as: UTF8.self)
            while let end = rest.firstIndex(of: "\n") {
                continuation.yield(String(rest[..<end]))
                rest = String(rest[rest.index(after: end)...])
            }
        }
        continuation.finish()
    }
}
