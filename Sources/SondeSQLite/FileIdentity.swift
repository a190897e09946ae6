import Foundation
import SondeCore

/// Which file a path leads to: two names of one file are equal, two files that bore one name are not.
struct FileIdentity: Sendable, Equatable {
    private let status: FileStatus

    /// What became of a file that was opened at a path.
    enum Fate {
        case kept, removed, replaced
    }

    /// Nil when the system does not tell.
    init?(path: String) {
        guard let status = FileStatus(path: path) else { return nil }
        self.status = status
    }

    static func == (left: Self, right: Self) -> Bool { left.status.isSame(as: right.status) }

    /// Compares with what is at `path` now: one system call. A file counts as kept when the system does not tell.
    func fate(at path: String) -> Fate {
        if let now = FileIdentity(path: path) { return now == self ? .kept : .replaced }
        return errno == ENOENT || errno == ENOTDIR ? .removed : .kept
    }
}
