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
    init(_ path: String, apartFrom inputs: [String]) throws(CommandFailure) {
        name = path == "-" ? "standard output" : TerminalText.safe(path)
        let status = path == "-" ? nil : FileStatus(path: path)
        let exists = status != nil
        isDirect = path == "-" || exists && status?.kind != .regular
        if let status, !isDirect, let input = inputs.first(where: { Self.isSame(status, $0) }) {
            throw .unfitSettings(
                "\(name) is \(TerminalText.safe(input)) itself, which it would replace; name another file.")
        }
        // The file itself is replaced, not a link to it.
        target = exists && !isDirect ? URL(fileURLWithPath: path).resolvingSymlinksInPath().path : path
        guard path != "-" else {
            descriptor = STDOUT_FILENO
            return
        }
        guard status?.kind != .folder else {
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

    private static func isSame(_ status: FileStatus, _ path: String) -> Bool {
        path != "-" && FileStatus(path: path)?.isSame(as: status) == true
    }

    private static func isLink(_ path: String) -> Bool { FileStatus(path: path, followsLinks: false)?.kind == .link }

    deinit {
        if descriptor > STDERR_FILENO { close(descriptor) }
    }

    private var folder: String {
        guard let slash = target.lastIndex(of: "/") else { return "." }
        return String(target[...slash])
    }

    func write(_ bytes: [UInt8]) throws(CommandFailure) {
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
    func finish() throws(CommandFailure) {
        guard let unfinished else { return }
        guard unfinished.move(to: target, in: folder) else { throw unwritten() }
        self.unfinished = nil
    }

    /// Opens what is to be written with the first bytes, so that nothing is touched where there are none.
    private func opened() throws(CommandFailure) -> Int32 {
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
        if let status = FileStatus(path: target) { return mode_t(status.permissions) }
        let mask = umask(0)
        umask(mask)
        return 0o666 & ~mask
    }

    private func unwritten() -> CommandFailure {
        .unwritten("\(name) could not be written to its end: \(systemMessage()).")
    }
}
