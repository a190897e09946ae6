import Foundation

/// Which file a path leads to: two names of one file are equal, two files that bore one name are not.
struct FileIdentity: Sendable, Equatable {
    private let device: UInt64
    private let inode: UInt64

    /// What became of a file that was opened at a path.
    enum Fate {
        case kept, removed, replaced
    }

    /// Nil when the system does not tell.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt64(truncatingIfNeeded: status.st_dev)
        inode = UInt64(truncatingIfNeeded: status.st_ino)
    }

    /// Compares with what is at `path` now: one system call. A file counts as kept when the system does not tell.
    func fate(at path: String) -> Fate {
        if let now = FileIdentity(path: path) { return now == self ? .kept : .replaced }
        return errno == ENOENT || errno == ENOTDIR ? .removed : .kept
    }
}
