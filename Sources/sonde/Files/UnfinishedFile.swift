import Foundation

/// A file that is written but not in its place yet.
///
/// On Linux it has no name until then (O_TMPFILE), so that nothing is left of it however its writer ends; only to
/// replace another file it takes a name of its own for a moment. Where the file system has no such files it stands in
/// its folder from the beginning, under a name of its own that a signal takes away.
final class UnfinishedFile {
    let descriptor: Int32
    /// Nil as long as it has no name.
    private var path: String?
    private let removal: RemovalOnSignal?

    /// Nil, with the reason in `errno`, where no file can be created in a folder.
    ///
    /// - Parameter mayBeNameless: Whether to try without a name first.
    init?(in folder: String, permissions: mode_t, mayBeNameless: Bool = true) {
        if mayBeNameless, let nameless = Self.nameless(in: folder) {
            (descriptor, path, removal) = (nameless, nil, nil)
        } else {
            var template = Array("\(folder)/.sonde-XXXXXX".utf8CString)
            descriptor = mkstemp(&template)
            guard descriptor >= 0 else { return nil }
            let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            (self.path, removal) = (path, RemovalOnSignal(path))
        }
        fchmod(descriptor, permissions)
    }

    deinit {
        close(descriptor)
        if let path { unlink(path) }
    }

    /// Puts the file where it belongs, in the same folder and in place of what is there; false, with the reason in
    /// `errno`, where that fails.
    func move(to target: String, in folder: String) -> Bool {
        guard fsync(descriptor) == 0 else { return false }
        if path == nil {
            if link(to: target) { return true }
            // Before anything else is called, which might change it.
            guard errno == EEXIST else { return false }
            let name = "\(folder)/.sonde-\(UInt64.random(in: 0...UInt64.max))"
            guard link(to: name) else { return false }
            path = name
        }
        guard let path, rename(path, target) == 0 else { return false }
        self.path = nil
        return true
    }

    #if os(Linux)
        /// Linux' O_TMPFILE, which the C library's module leaves out.
        private static let temporaryFlag = 0o20_000_000 | O_DIRECTORY

        private static func nameless(in folder: String) -> Int32? {
            let descriptor = open(folder, temporaryFlag | O_WRONLY | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { return nil }
            // Without /proc it could never be given a name.
            guard access(link(of: descriptor), F_OK) == 0 else {
                close(descriptor)
                return nil
            }
            return descriptor
        }

        private static func link(of descriptor: Int32) -> String { "/proc/self/fd/\(descriptor)" }

        /// Gives the file a name that no other file has.
        private func link(to name: String) -> Bool {
            linkat(AT_FDCWD, Self.link(of: descriptor), AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0
        }
    #else
        private static func nameless(in folder: String) -> Int32? { nil }
        private func link(to name: String) -> Bool { false }
    #endif
}
