import Foundation
import Synchronization

/// A mail server on loopback, that of the tests, and when which of its recipients got a message.
final class MailReceiver: Sendable {
    private static let checkout = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let python = checkout.appending(path: ".venv/bin/python")

    let port: Int
    private let mail = Mutex<[(recipient: String, at: ContinuousClock.Instant)]>([])
    private let process = Mutex<Process?>(nil)
    private let input = Pipe()

    init() throws {
        guard FileManager.default.isExecutableFile(atPath: Self.python.path) else {
            throw BenchError(
                "\(Self.python.path) is missing, with which the mail server is run; `make bench` makes it.")
        }
        let (process, output) = (Process(), Pipe())
        process.executableURL = Self.python
        process.arguments = [Self.checkout.appending(path: "Tests/SondeAlertingTests/Peers/smtp_server.py").path]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var lines = LineReader(output.fileHandleForReading)
        guard let first = lines.next(), let port = Line(first)?.port else {
            throw BenchError("The mail server did not start; see above.")
        }
        self.port = port
        self.process.withLock { $0 = process }
        let rest = lines
        Thread.detachNewThread { [self] in
            var lines = rest
            while let line = lines.next() {
                let now = ContinuousClock.now
                for recipient in Line(line)?.recipients ?? [] { mail.withLock { $0.append((recipient, now)) } }
            }
        }
    }

    /// In the order of coming.
    var received: [(recipient: String, at: ContinuousClock.Instant)] { mail.withLock { $0 } }

    func stop() {
        try? input.fileHandleForWriting.close()
        process.withLock { $0 }?.waitUntilExit()
    }

    /// What it tells of itself.
    private struct Line: Decodable {
        var port: Int?
        var recipients: [String]?

        init?(_ text: Data) {
            guard let line = try? JSONDecoder().decode(Self.self, from: text) else { return nil }
            self = line
        }
    }
}

/// The lines of a pipe, each as soon as it is there.
private struct LineReader: Sendable {
    private let handle: FileHandle
    private var rest = Data()

    init(_ handle: FileHandle) {
        self.handle = handle
    }

    mutating func next() -> Data? {
        while true {
            if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                defer { rest.removeSubrange(...end) }
                return rest[..<end]
            }
            let more = handle.availableData
            if more.isEmpty { return nil }
            rest += more
        }
    }
}
