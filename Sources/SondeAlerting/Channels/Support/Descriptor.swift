import Foundation
import Synchronization

/// A file descriptor that no program inherits, closed at the latest when it is let go of.
final class Descriptor: Sendable {
    let number: Int32
    private let isOpen = Mutex(true)

    private init(_ number: Int32) {
        self.number = number
    }

    deinit {
        close()
    }

    static func pipe() throws(CommandRun.CannotStart) -> (read: Descriptor, write: Descriptor) {
        var ends: [Int32] = [0, 0]
        guard Glibc.pipe(&ends) == 0 else { throw CommandRun.CannotStart(code: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (Descriptor(ends[0]), Descriptor(ends[1]))
    }

    /// Reading and writing then never wait.
    func becomeImpatient() {
        _ = fcntl(number, F_SETFL, O_NONBLOCK)
    }

    /// Whoever reads at the other end of a pipe then sees its end.
    func close() {
        isOpen.withLock { isOpen in
            if isOpen { _ = Glibc.close(number) }
            isOpen = false
        }
    }
}
