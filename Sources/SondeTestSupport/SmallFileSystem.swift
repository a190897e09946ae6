package import Foundation

/// A file system in memory that is soon full, until it is let go. Only root may mount one.
package final class SmallFileSystem: Sendable {
    package let folder: URL

    /// Whether one can be mounted here.
    package static let isAvailable = (try? SmallFileSystem(megabytes: 1)) != nil

    /// - Throws: `TestSupportError` where it may not be mounted.
    package init(megabytes: Int) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("sonde-small-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let options = "size=\(megabytes)m,mode=0755"
        do {
            try CommandLineTool(named: "mount").run(["-t", "tmpfs", "-o", options, "tmpfs", folder.path])
        } catch {
            try? FileManager.default.removeItem(at: folder)
            throw error
        }
    }

    /// Takes all room that is left; returns the file that does.
    package func fill() throws -> URL {
        let ballast = folder.appendingPathComponent("ballast")
        FileManager.default.createFile(atPath: ballast.path, contents: nil)
        let file = try FileHandle(forWritingTo: ballast)
        defer { try? file.close() }
        for size in [1_000_000, 10_000, 1000, 1] {
            let some = Data(repeating: 0, count: size)
            while (try? file.write(contentsOf: some)) != nil {}
        }
        return ballast
    }

    deinit {
        // Lazily: what is still open in it ends a moment later.
        try? CommandLineTool(named: "umount").run(["--lazy", folder.path])
        try? FileManager.default.removeItem(at: folder)
    }
}
