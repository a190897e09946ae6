import Foundation

/// What a command printed, and how it ended.
struct Command: Sendable {
    var exitCode: Int32
    var output: Data
    var errors: Data

    var text: String { String(decoding: output, as: UTF8.self) }

    /// Runs a command of PATH to its end, on a thread of its own.
    static func run(_ arguments: [String]) async throws -> Command {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try runBlocking(arguments) })
            }
        }
    }

    /// Sends a GET request over a plain socket and reads until the server closes, or so many bytes and leaves.
    static func exchange(port: Int, bytes: Int? = nil) async throws -> Command {
        let read = bytes.map { "head -c \($0)" } ?? "cat"
        let script = #"exec 3<>"/dev/tcp/127.0.0.1/$0"; printf 'GET / HTTP/1.1\r\n\r\n' >&3; "# + "\(read) <&3"
        return try await run(["timeout", "20", "bash", "-c", script, "\(port)"])
    }

    private static func runBlocking(_ arguments: [String]) throws -> Command {
        let (process, output, errors) = (Process(), Pipe(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        let complaints = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Command(exitCode: process.terminationStatus, output: printed, errors: complaints)
    }
}
