import Foundation
import SondeCore
import Synchronization

/// A process that was started and must be waited for once.
final class ChildProcess: Sendable {
    private static let keptErrors = 4096

    private struct State {
        /// Its number is its own until it has been waited for.
        var isRunning = true
        /// Why it was killed, if it was.
        var killed: CommandRun.Reason?
    }

    private let identifier: pid_t
    private let state = Mutex(State())

    /// - Returns: Beside it the pipes to it, for `wait`.
    static func start(_ run: CommandRun) throws(CommandRun.CannotStart) -> (child: ChildProcess, pipes: Pipes) {
        let (identifier, pipes) = try spawn(run)
        return (ChildProcess(identifier), pipes)
    }

    private init(_ identifier: pid_t) {
        self.identifier = identifier
    }

    /// Kills it with all that it started; only the first reason counts.
    func kill(_ reason: CommandRun.Reason) {
        state.withLock { state in
            guard state.isRunning, state.killed == nil else { return }
            state.killed = reason
            _ = Glibc.kill(-identifier, SIGKILL)
        }
    }

    /// Feeds it and blocks until it has ended, which it must within the time. Called once, on a thread of its own.
    func wait(_ pipes: Pipes, feeding input: [UInt8], atMost limit: Duration) -> CommandRun.End {
        // A program need not read what it is given. The signal of that stays with this thread, and ends with it.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        let kept = converse(pipes, input, until: ContinuousClock.now + limit)
        let status = reap()
        let reason: CommandRun.Reason =
            status & 0x7F == 0 ? .exited((status >> 8) & 0xFF) : .signalled(status & 0x7F)
        let killed = state.withLock { $0.killed }
        // One that ended by itself in the same moment was not killed.
        return CommandRun.End(
            reason: reason == .signalled(SIGKILL) ? killed ?? reason : reason,
            errors: String(decoding: kept, as: UTF8.self))
    }

    private func reap() -> Int32 {
        state.withLock { state in
            var status: Int32 = 0
            while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
            state.isRunning = false
            return status
        }
    }

    /// On a thread of its own, for `waitid` has no time limit. Its number stays taken until `reap`.
    private func awaitEnd(telling descriptor: Descriptor) {
        let thread = Thread { [identifier] in
            var information = siginfo_t()
            while waitid(P_PID, id_t(identifier), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
            _ = Glibc.write(descriptor.number, [1], 1)
        }
        thread.name = "sonde-command-end"
        thread.start()
    }

    /// Writes and reads until the process has ended; returns the beginning of its standard error. What it started may hold
    /// that open for longer, and is not waited for.
    private func converse(_ pipes: Pipes, _ input: [UInt8], until deadline: ContinuousClock.Instant) -> [UInt8] {
        awaitEnd(telling: pipes.end.write)
        var (feed, errors): (Descriptor?, Descriptor?) = (pipes.input, pipes.errors)
        var rest = input[...]
        var kept: [UInt8] = []
        while true {
            var waits = [
                pollfd(fd: pipes.end.read.number, events: Int16(POLLIN), revents: 0),
                pollfd(fd: errors?.number ?? -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: feed?.number ?? -1, events: Int16(POLLOUT), revents: 0),
            ]
            let left = (deadline - ContinuousClock.now).milliseconds
            // Once killed, its end is near, and is waited for.
            let isKilled = state.withLock { $0.killed != nil }
            if poll(&waits, 3, isKilled ? -1 : Int32(max(0, left.rounded(.up)))) == 0 { kill(.timedOut) }
            if waits[1].revents != 0, let source = errors, !Self.read(source, into: &kept) { errors = nil }
            if waits[2].revents != 0, let target = feed, !Self.write(&rest, to: target) {
                target.close()
                feed = nil
            }
            if waits[0].revents != 0 {
                if let errors { while kept.count < Self.keptErrors, Self.read(errors, into: &kept) {} }
                return kept
            }
        }
    }

    /// False when there is nothing more for now.
    private static func read(_ source: Descriptor, into kept: inout [UInt8]) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(source.number, &buffer, buffer.count)
        guard count > 0 else { return false }
        kept += buffer.prefix(count).prefix(keptErrors - kept.count)
        return true
    }

    /// False when all is written, or nobody reads it.
    private static func write(_ rest: inout ArraySlice<UInt8>, to target: Descriptor) -> Bool {
        let count = rest.withUnsafeBytes { Glibc.write(target.number, $0.baseAddress, $0.count) }
        guard count >= 0 else { return errno == EAGAIN || errno == EINTR }
        rest = rest.dropFirst(count)
        return !rest.isEmpty
    }
}
