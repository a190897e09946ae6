import Foundation
import IsolationForest
import Testing

/// A table of numbers, the files made of it, and `sonde forest` run on them.
struct ForestKit {
    let folder: ScratchFolder
    /// Three columns; the last row lies far from the others in the second one.
    let rows: [[Float]]

    init() throws {
        folder = try ScratchFolder()
        let usual = (0..<300).map { index -> [Float] in
            [Float(index % 17), Float(index % 5) - 2.5, Float(index % 29) / 8]
        }
        rows = usual + [[8, 400, 1]]
    }

    /// The rows as a CSV file without a header.
    func csv(_ separator: String = ",", end: String = "\n") -> String {
        rows.map { $0.map { "\($0)" }.joined(separator: separator) }.joined(separator: end) + end
    }

    /// What the library makes of the same rows.
    func forest(
        _ configuration: IsolationForest.Configuration = .init(), names: [String]? = nil
    ) throws -> IsolationForest {
        var forest = IsolationForest(configuration)
        try forest.fit(FeatureMatrix(rows: rows), featureNames: names)
        return forest
    }

    func write(_ bytes: some Sequence<UInt8>, to name: String) throws {
        try Data(bytes).write(to: folder.url.appendingPathComponent(name))
    }

    func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.url.appendingPathComponent(name)))
    }

    func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder.path(name)) }

    /// The files of the folder, hidden ones too.
    func files() throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: folder.url.path))
    }

    func sonde(_ arguments: String...) async throws -> SondeProcess.Ended {
        try await sonde(arguments)
    }

    func sonde(_ arguments: [String]) async throws -> SondeProcess.Ended {
        await (try SondeProcess(["forest"] + arguments, in: folder.url)).ended()
    }

    /// Runs a line of shell in which `$SONDE` is the binary.
    func shell(_ line: String) async throws -> (exitCode: Int32, output: String) {
        let binary = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("sonde").path
        let process = try SpawnedProcess(
            "/bin/sh", ["-c", "(\(line)) > shell.out 2>&1"], folder: folder.url.path,
            environment: ["PATH": "/usr/bin:/bin", "SONDE": binary, "TERM": "xterm"])
        defer {
            close(process.output)
            close(process.errors)
        }
        let exitCode = await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: process.wait()) }
        }
        return (exitCode, try text("shell.out"))
    }
}
