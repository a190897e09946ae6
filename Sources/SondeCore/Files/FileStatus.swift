#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What stands at a path or behind a descriptor, as `stat` tells it.
package struct FileStatus: Sendable {
    package enum Kind: Sendable {
        case regular
        case folder
        case link
        /// A device, a pipe or a socket.
        case other
    }

    package let kind: Kind
    /// In bytes.
    package let size: Int
    /// The lowest nine bits of the mode.
    package let permissions: UInt32
    private let device: UInt64
    private let inode: UInt64

    /// Nil where there is nothing, or where the system does not tell.
    package init?(path: String, followsLinks: Bool = true) {
        var status = stat()
        guard (followsLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
        self.init(status)
    }

    package init?(descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .regular
        case S_IFDIR: kind = .folder
        case S_IFLNK: kind = .link
        default: kind = .other
        }
        size = Int(status.st_size)
        permissions = UInt32(status.st_mode & 0o777)
        device = UInt64(truncatingIfNeeded: status.st_dev)
        inode = UInt64(truncatingIfNeeded: status.st_ino)
    }

    /// Two names of one file are the same, two files that bore one name are not.
    package func isSame(as other: FileStatus) -> Bool { device == other.device && inode == other.inode }
}
