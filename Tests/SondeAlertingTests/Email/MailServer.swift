import Foundation
import SondeTestSupport

/// A mail server of its own on loopback: aiosmtpd, as `Peers/smtp_server.py` runs it, until the test ends.
///
/// It is run by the Python of SONDE_PYTHON, or by that of the repository's `.venv`, which make sets up.
final class MailServer: Sendable {
    /// As the server knows them.
    static let user = "alerts@example.com"
    static let password = "app=pass word"
    static let token = "ya29.token"

    let port: Int
    private let process: ServerProcess

    convenience init(
        _ arguments: String..., security: String = "none", auth: [String] = [], identity: TLSIdentity = .valid
    ) async throws {
        try await self.init(arguments, security: security, auth: auth, identity: identity)
    }

    init(
        _ arguments: [String], security: String = "none", auth: [String] = [], identity: TLSIdentity = .valid
    ) async throws {
        var arguments = ["--security", security] + auth.flatMap { ["--auth", $0] } + arguments
        if security != "none" {
            arguments += ["--certificate", try TestCertificates.certificateFile(of: identity)]
            arguments += ["--key", try TestCertificates.keyFile(of: identity)]
        }
        process = try ServerProcess("smtp_server.py", arguments)
        port = try await process.event("listening").value("port")
    }

    /// The next message that the server took.
    func message() async throws -> ReceivedMail {
        try await process.event("message").decoded()
    }

    /// Waits for an event of this name; those before it are passed over.
    func event(_ name: String) async throws -> ServerProcess.Event {
        try await process.event(name)
    }
}

/// A message as Python's own parser reads it.
struct ReceivedMail: Decodable {
    let sender: String
    let recipients: [String]
    let tls: Bool
    let helo: String
    let user: String?
    let headers: [[String]]
    /// Display name and address, by header.
    let addresses: [String: [[String]]]
    let date: String
    let parts: [Part]
    /// Everything that the parser found wrong.
    let defects: [String]
    let longestHeaderLine: Int
    let longestBodyLine: Int
    let bareLineFeeds: Int
    let isAscii: Bool
    let size: Int

    struct Part: Decodable {
        let type: String
        let encoding: String
        let text: String
    }

    func header(_ name: String) -> String? {
        headers.first { $0[0].lowercased() == name.lowercased() }?[1]
    }

    var plain: String { parts.first { $0.type == "text/plain" }?.text ?? "" }
    var html: String { parts.first { $0.type == "text/html" }?.text ?? "" }
}

/// A program of `Peers` that tells on its standard output, line by line in JSON, what happens to it.
final class ServerProcess: Sendable {
    struct Event: Sendable {
        let name: String
        let data: Data

        func decoded<Value: Decodable>() throws -> Value {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            return try decoder.decode(Value.self, from: data)
        }

        func value<Value>(_ key: String) throws -> Value {
            let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
            guard let value = object?[key] as? Value else { throw Ended(reason: "The event \(name) has no \(key).") }
            return value
        }
    }

    struct Ended: Error, CustomStringConvertible {
        let reason: String
        var description: String { reason }
    }

    // SAFETY: set up in `init`; afterwards only `terminate` is called, in `deinit`.
    private nonisolated(unsafe) let process = Process()
    private let input = Pipe()
    private let events: AsyncStream<Event>

    init(_ program: String, _ arguments: [String]) throws {
        let peers = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(
            path: "Peers")
        process.executableURL = URL(filePath: Self.python)
        process.arguments = [peers.appending(path: program).path] + arguments
        let output = Pipe()
        // The program ends when its standard input does: also when the tests are killed.
        (process.standardInput, process.standardOutput) = (input, output)
        let stream = AsyncStream.makeStream(of: Event.self)
        events = stream.stream
        do {
            try process.run()
        } catch {
            throw Ended(reason: "\(Self.python) does not run: \(error). make test sets it up.")
        }
        Thread.detachNewThread { Self.read(output.fileHandleForReading, into: stream.continuation) }
    }

    deinit { if process.isRunning { process.terminate() } }

    /// Waits for an event of this name; those before it are passed over.
    func event(_ name: String) async throws -> Event {
        for await event in events where event.name == name { return event }
        throw Ended(
            reason: "The server ended before '\(name)'. Are its packages in \(Self.python)? make test installs them.")
    }

    private static func read(_ output: FileHandle, into continuation: AsyncStream<Event>.Continuation) {
        var rest = Data()
        while case let data = output.availableData, !data.isEmpty {
            rest += data
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Data(rest[rest.startIndex..<end])
                rest = Data(rest[rest.index(after: end)...])
                let object = try? JSONSerialization.jsonObject(with: line) as? [String: Any]
                continuation.yield(Event(name: object?["event"] as? String ?? "", data: line))
            }
        }
        continuation.finish()
    }

    private static var python: String {
        if let python = ProcessInfo.processInfo.environment["SONDE_PYTHON"] { return python }
        var root = URL(filePath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        return root.appending(path: ".venv/bin/python").path
    }
}
