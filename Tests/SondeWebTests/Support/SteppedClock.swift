import SondeCore
import Synchronization

/// A clock that stands still until the test moves it.
final class SteppedClock: WallClock {
    private struct State {
        var now = Samples.now
        var sleepers: [Int: (deadline: Timestamp, continuation: CheckedContinuation<Void, any Error>)] = [:]
        var watchers: [(deadline: Timestamp, continuation: CheckedContinuation<Void, Never>)] = []
        var next = 0
    }

    private let state = Mutex(State())

    var now: Timestamp { state.withLock { $0.now } }
    var minimumResolution: Duration { .microseconds(1) }

    func sleep(until deadline: Timestamp, tolerance: Duration?) async throws {
        let sleeper = state.withLock { state in
            state.next += 1
            return state.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                fallAsleep(sleeper, until: deadline, continuation)
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: sleeper) }?.continuation.resume(
                throwing: CancellationError())
        }
    }

    /// Returns when something sleeps until exactly `deadline`.
    func sleeping(until deadline: Timestamp) async {
        await withCheckedContinuation { continuation in
            let isAsleep = state.withLock { state in
                if state.sleepers.values.contains(where: { $0.deadline == deadline }) { return true }
                state.watchers.append((deadline, continuation))
                return false
            }
            if isAsleep { continuation.resume() }
        }
    }

    func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now = state.now.advanced(by: duration)
            let due = state.sleepers.filter { $0.value.deadline <= state.now }
            for sleeper in due.keys { state.sleepers[sleeper] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in due { continuation.resume() }
    }

    private func fallAsleep(
        _ sleeper: Int, until deadline: Timestamp, _ continuation: CheckedContinuation<Void, any Error>
    ) {
        let watchers = state.withLock { state in
            guard !Task.isCancelled else { return nil as [CheckedContinuation<Void, Never>]? }
            state.sleepers[sleeper] = (deadline, continuation)
            let reached = state.watchers.filter { $0.deadline == deadline }
            state.watchers.removeAll { $0.deadline == deadline }
            return reached.map(\.continuation)
        }
        guard let watchers else { return continuation.resume(throwing: CancellationError()) }
        for watcher in watchers { watcher.resume() }
    }
}
