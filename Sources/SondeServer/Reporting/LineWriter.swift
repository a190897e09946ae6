import Dispatch
import Foundation
import Synchronization

/// Writes lines to a file, a pipe or a terminal on a thread of its own.
///
/// A reader that has stopped reading (a pager, a terminal that Ctrl-S holds) so stops nobody but the writer. Lines wait
/// in a queue; when it is full, lines are dropped until half of it is free again, and then one line tells how many.
package final class LineWriter: Sendable {
    /// How long the end of Sonde waits for a reader.
    private static let patience: DispatchTimeInterval = .seconds(2)

    private struct State {
        var lines: [String] = []
        /// The next line to write; those before it are done with.
        var next = 0
        var dropped = 0

        var waiting: Int { lines.count - next }
    }

    private let descriptor: Int32
    private let capacity: Int
    private let notice: @Sendable (Int) -> String
    private let state = Mutex(State())
    /// As many signals as there are lines.
    private let arrivals = DispatchSemaphore(value: 0)
    /// Entered by each line and left when it is written.
    private let unwritten = DispatchGroup()

    /// - Parameters:
    ///   - descriptor: Stays open as long as the process.
    ///   - capacity: How many lines may wait, at least 1.
    ///   - notice: The line that tells how many were dropped where it stands.
    package init(to descriptor: Int32, capacity: Int = 4_096, notice: @escaping @Sendable (Int) -> String) {
        self.descriptor = descriptor
        self.capacity = capacity
        self.notice = notice
        Thread.detachNewThread { [self] in writeForever() }
    }

    /// Hands over a line, without its line feed, and returns at once.
    package func write(_ line: String) {
        state.withLock { state in
            if state.dropped == 0, state.waiting < capacity {
                add(line, to: &state)
            } else {
                state.dropped += 1
            }
        }
    }

    /// Waits until all lines are written, or until the reader has let Sonde wait for two seconds.
    package func flush() {
        _ = unwritten.wait(timeout: .now() + Self.patience)
    }

    private func add(_ line: String, to state: inout State) {
        unwritten.enter()
        state.lines.append(line)
        arrivals.signal()
    }

    private func writeForever() {
        // A pipe that nobody reads any more is an error of the write, and not the end of Sonde.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        while true {
            arrivals.wait()
            write(bytes: Array((take() + "\n").utf8))
            state.withLock { state in
                guard state.dropped > 0, state.waiting <= capacity / 2 else { return }
                add(notice(state.dropped), to: &state)
                state.dropped = 0
            }
            unwritten.leave()
        }
    }

    private func take() -> String {
        state.withLock { state in
            let line = state.lines[state.next]
            state.next += 1
            if state.next == state.lines.count {
                state.lines.removeAll(keepingCapacity: true)
                state.next = 0
            } else if state.next >= capacity {
                state.lines.removeFirst(state.next)
                state.next = 0
            }
            return line
        }
    }

    /// A line that cannot be written (a full disk, a terminal that was closed) is left out.
    private func write(bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                // Someone else who shares the terminal made it non-blocking.
                var target = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&target, 1, -1)
            } else if errno != EINTR {
                return
            }
        }
    }
}
