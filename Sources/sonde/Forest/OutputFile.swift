import Foundation
import SondeCore

/// A file that appears whole or not at all. Standard output for `-`, and devices and pipes, are written at once.
final class OutputFile {
    /// The name for messages.
    let name: String
    private(set) var count = 0
    private let target: String
    private let isDirect: Bool
    /// Of what is written at once.
    private var descriptor: Int32 = -1
    private var unfinished: UnfinishedFile?

    /// Checks that the file can be written, without touching it.
    ///
    /// - Parameter inputs: Files that are read meanwhile: none of them may be the output.
    init(_ path: String, apartFrom inputs: [String]) throws(ForestFailure) {
        name = path == "-" ? "standard output" : TerminalText.safe(path)
        var status = stat()
        let exists = path != "-" && stat(path, &status) == 0
        isDirect = path == "-" || exists && status.st_mode & S_IFMT != S_IFREG
        if exists, !isDirect, let input = inputs.first(where: { Self.isSame(status, $0) }) {
            throw .unfitSettings(
                "\(name) is \(TerminalText.safe(input)) itself, which it would replace; name another file.")
        }
        // The file itself is replaced, not a link to it.
        target = exists && !isDirect ? URL(fileURLWithPath: path).resolvingSymlinksInPath().path : path
        guard path != "-" else {
            descriptor = STDOUT_FILENO
            return
        }
        guard !exists || status.st_mode & S_IFMT != S_IFDIR else {
            throw .noOutput("\(name) is a folder; name a file to write.")
        }
        guard exists || !Self.isLink(path) else {
            throw .noOutput("\(name) is a link that leads to no file; name the file to write, or remove the link.")
        }
        guard !path.isEmpty else { throw .noOutput("The name of the output is empty; name a file to write.") }
        guard !exists || access(path, W_OK) == 0, isDirect || access(folder, W_OK | X_OK) == 0 else {
            guard errno == ENOENT else { throw .noOutput("\(name) cannot be written: \(systemMessage()).") }
            let folder = TerminalText.safe(String(folder.dropLast()))
            throw .noOutput("\(name) cannot be written: there is no folder '\(folder)'; make it first.")
        }
    }

    /// Where a summary may be printed without getting among the output.
    var isFile: Bool { !isDirect }

    private static func isSame(_ status: stat, _ path: String) -> Bool {
        var other = stat()
        return path != "-" && stat(path, &other) == 0 && other.st_dev == status.st_dev && other.st_ino == status.st_ino
    }

    private static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    deinit {
        if descriptor > STDERR_FILENO { close(descriptor) }
    }

    private var folder: String {
        guard let slash = target.lastIndex(of: "/") else { return "." }
        return String(target[...slash])
    }

    func write(_ bytes: [UInt8]) throws(ForestFailure) {
        let descriptor = try opened()
        var written = 0
        while written < bytes.count {
            let step = bytes.withUnsafeBytes { rest in
                Foundation.write(descriptor, rest.baseAddress! + written, rest.count - written)
            }
            if step < 0, errno != EINTR { throw unwritten() }
            written += max(0, step)
        }
        count += bytes.count
    }

    /// Puts the file in its place.
    func finish() throws(ForestFailure) {
        guard let unfinished else { return }
        guard unfinished.move(to: target, in: folder) else { throw unwritten() }
        self.unfinished = nil
    }

    /// Opens what is to be written with the first bytes, so that nothing is touched where there are none.
    private func opened() throws(ForestFailure) -> Int32 {
        if let unfinished { return unfinished.descriptor }
        if isDirect {
            if descriptor < 0 { descriptor = open(target, O_WRONLY | O_CLOEXEC) }
            guard descriptor >= 0 else { throw .noOutput("\(name) cannot be written: \(systemMessage()).") }
            return descriptor
        }
        guard let created = UnfinishedFile(in: folder, permissions: permissions) else {
            throw .noOutput("\(name) cannot be created: \(systemMessage()).")
        }
        unfinished = created
        return created.descriptor
    }

    /// The permissions of the file that is replaced, or else those of any new file.
    private var permissions: mode_t {
        var status = stat()
        if stat(target, &status) == 0 { return status.st_mode & 0o777 }
        let mask = umask(0)
        umask(mask)
        return 0o666 & ~mask
    }

    private func unwritten() -> ForestFailure {
        .unwritten("\(name) could not be written to its end: \(systemMessage()).")
    }
}
