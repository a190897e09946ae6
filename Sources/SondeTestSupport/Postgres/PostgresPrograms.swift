import Foundation

/// The programs of the newest PostgreSQL that is installed.
struct PostgresPrograms {
    private let folder: String

    /// - Throws: `TestSupportError.toolMissing` where there is none.
    init() throws {
        let debian = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: debian)) ?? []
        let folders = versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }.map { "\(debian)/\($0)/bin" }
        let path = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":").map(String.init) ?? []
        let found = (folders + path).first { FileManager.default.isExecutableFile(atPath: "\($0)/initdb") }
        guard let found else { throw TestSupportError.toolMissing("initdb of PostgreSQL") }
        folder = found
    }

    /// Whether an extension is installed. It lies where the programs' own pg_config says.
    func hasExtension(_ name: String) -> Bool {
        let output = Pipe()
        guard let process = try? process("pg_config", ["--sharedir"]) else { return false }
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        let share = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let folder = share.trimmingCharacters(in: .whitespacesAndNewlines)
        return FileManager.default.fileExists(atPath: "\(folder)/extension/\(name).control")
    }

    private static var isRoot: Bool { geteuid() == 0 }

    /// Hands a folder over to whoever runs the programs.
    func own(_ folder: URL) throws {
        guard Self.isRoot else { return }
        try CommandLineTool(named: "chown").run(["-R", "postgres:postgres", folder.path])
    }

    /// A program and its arguments, as an unprivileged user. No process stays between: a signal reaches the program.
    private func command(_ program: String, _ arguments: [String]) -> [String] {
        let command = ["\(folder)/\(program)"] + arguments
        return Self.isRoot
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] + command : ["env"] + command
    }

    /// Runs a program to its end, again and again until it succeeds.
    func run(_ program: String, _ arguments: [String], tries: Int = 1) throws {
        let command = command(program, arguments)
        let tool = try CommandLineTool(named: command[0])
        for _ in 1..<tries {
            if (try? tool.run(Array(command.dropFirst()))) != nil { return }
        }
        try tool.run(Array(command.dropFirst()))
    }

    /// A program that is not started yet.
    func process(_ program: String, _ arguments: [String]) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command(program, arguments)
        process.currentDirectoryURL = URL(filePath: "/")
        return process
    }

    /// Starts a program that stays.
    func launch(_ program: String, _ arguments: [String], log: String) throws -> Process {
        let process = try process(program, arguments)
        FileManager.default.createFile(atPath: log, contents: nil)
        let output = FileHandle(forWritingAtPath: log)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output ?? FileHandle.nullDevice
        process.standardError = output ?? FileHandle.nullDevice
        try process.run()
        return process
    }
}
