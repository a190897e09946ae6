import Foundation

/// A session of psql that holds what it took, until it is ended.
package final class HeldSession {
    private let process: Process
    private let input = Pipe()

    /// Runs the statements; returns when they were carried out.
    init(_ programs: PostgresPrograms, _ statements: String, in url: String) throws {
        let output = Pipe()
        process = try programs.process("psql", ["-X", "-q", "-A", "-t", "-d", url])
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data("\(statements);\n\\echo done\n".utf8))
        guard try output.fileHandleForReading.read(upToCount: 4) == Data("done".utf8) else {
            throw TestSupportError.commandFailed(command: "psql", output: statements)
        }
    }

    package func end() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
