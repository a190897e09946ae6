import Foundation

/// Removes a file when a signal ends the process, as long as this lives. There is one at a time.
final class RemovalOnSignal {
    /// The signals that were not ignored, as they are under nohup.
    private let caught: [Int32]

    init(_ path: String, on signals: [Int32] = [SIGINT, SIGTERM, SIGHUP]) {
        removable = strdup(path)
        caught = signals.filter { number in
            let isIgnored = unsafeBitCast(signal(number, SIG_IGN), to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
            if !isIgnored { signal(number, removeAndEnd) }
            return !isIgnored
        }
    }

    deinit {
        for number in caught { signal(number, SIG_DFL) }
        free(removable)
        removable = nil
    }
}

/// SAFETY: written before the first signal is caught and after none is caught any more.
nonisolated(unsafe) private var removable: UnsafeMutablePointer<CChar>?

/// Calls only what a signal handler may call; the signal then does what it does when it is not caught.
private let removeAndEnd: @convention(c) (Int32) -> Void = { number in
    if let removable { unlink(removable) }
    signal(number, SIG_DFL)
    raise(number)
}
