import Foundation

/// A command found on PATH.
struct CommandLineTool {
    private let name: String
    private let path: String

    /// - Throws: `TestSupportError.toolMissing` when no folder of PATH has it.
    init(named name: String) throws {
        let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
        let path = folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let path else { throw TestSupportError.toolMissing(name) }
        (self.name, self.path) = (name, path)
    }

    /// Runs the command to its end.
    ///
    /// - Throws: `TestSupportError.commandFailed` with its output when it does not succeed.
    func run(_ arguments: [String]) throws {
        let command = ([name] + arguments).joined(separator: " ")
        let (process, pipe) = (Process(), Pipe())
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = pipe
        do {
            try process.run()
        } catch {
            throw TestSupportError.commandFailed(command: command, output: "\(error)")
        }
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw TestSupportError.commandFailed(command: command, output: String(decoding: output, as: UTF8.self))
        }
    }
}
