package import SondeCore
import Synchronization

/// A wall clock that stands still until a test moves it.
///
/// Like `SystemClock`, it keeps two times: `now`, which `jump(by:)` can set like an NTP daemon, and elapsed time, by
/// which sleepers wake. A sleeper sleeps for as long as its deadline was away when it fell asleep.
package final class ManualClock: WallClock {
    private struct Sleeper {
        let id: Int
        /// Elapsed time at which it wakes.
        let wakesAt: Duration
        let continuation: CheckedContinuation<Bool, any Error>
    }

    private struct State {
        var now: Timestamp
        var elapsed = Duration.zero
        var lastID = 0
        /// Sleeps begun so far.
        var begun = 0
        /// The next to wake first; equal ones in the order in which they fell asleep.
        var sleepers: [Sleeper] = []

        mutating func move(to elapsed: Duration) {
            let step = elapsed - self.elapsed
            guard step > .zero else { return }
            self.elapsed = elapsed
            now = now.advanced(by: step)
        }
    }

    /// How often `advance(by:)` lets other tasks run before it moves on from woken tasks that do not sleep again.
    private static let yieldsPerWake = 100

    private let state: Mutex<State>
    private let asleep = Gauge()
    /// Tasks that were resumed and do not run yet.
    private let waking = Gauge()

    /// Begins at 2026-01-05T00:00:00Z, a Monday, unless told otherwise.
    package init(now: Timestamp = Timestamp(microseconds: 1_767_571_200_000_000)) {
        state = Mutex(State(now: now))
    }

    package var now: Timestamp { state.withLock { $0.now } }
    package var minimumResolution: Duration { .microseconds(1) }

    /// Tasks asleep on this clock.
    package var sleeperCount: Int { asleep.value }

    /// Sleeps until `advance(by:)` has covered the time to `deadline`; returns at once when that is past.
    ///
    /// - Throws: `CancellationError` when the task is cancelled, asleep or before.
    package func sleep(until deadline: Timestamp, tolerance: Duration? = nil) async throws {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        let slept = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if let outcome = fallAsleep(id: id, deadline: deadline, continuation) {
                    continuation.resume(with: outcome)
                }
            }
        } onCancel: {
            cancel(id: id)
        }
        if slept { waking.add(-1) }
    }

    /// Moves the clock on by `duration` and wakes those whose time has come, in the order of their deadlines.
    ///
    /// Between two deadlines it waits until the woken tasks run and then until they sleep again or have had ample
    /// time to, so that each sees `now` at its own deadline as it wakes. Tasks that fall asleep meanwhile are
    /// included. What a woken task awaits elsewhere is not waited for. Call it from one task at a time.
    package func advance(by duration: Duration) async {
        let end = state.withLock { $0.elapsed + duration }
        while let woken = wakeNext(until: end) {
            await letRun(woken)
        }
        state.withLock { $0.move(to: end) }
    }

    /// Sets the clock as an NTP step or an administrator does: nobody wakes, and nobody's sleep becomes longer or
    /// shorter. Negative durations set it back.
    package func jump(by duration: Duration) {
        state.withLock { $0.now = $0.now.advanced(by: duration) }
    }

    /// Returns once at least `count` tasks are asleep on this clock.
    ///
    /// - Throws: `CancellationError` when the waiting task is cancelled first.
    package func waitForSleepers(_ count: Int = 1) async throws {
        try await asleep.wait(atLeast: count)
    }

    /// Registers a sleeper, or returns what to resume it with at once: false for a sleep that did not happen.
    private func fallAsleep(
        id: Int, deadline: Timestamp, _ continuation: CheckedContinuation<Bool, any Error>
    ) -> Result<Bool, any Error>? {
        state.withLock { state in
            if Task.isCancelled { return .failure(CancellationError()) }
            guard deadline > state.now else { return .success(false) }
            let wakesAt = state.elapsed + state.now.duration(to: deadline)
            let place = state.sleepers.partitioningIndex { $0.wakesAt > wakesAt }
            state.sleepers.insert(Sleeper(id: id, wakesAt: wakesAt, continuation: continuation), at: place)
            state.begun += 1
            asleep.add(1)
            return nil
        }
    }

    private func cancel(id: Int) {
        let sleeper = state.withLock { state -> Sleeper? in
            guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else { return nil }
            asleep.add(-1)
            return state.sleepers.remove(at: index)
        }
        sleeper?.continuation.resume(throwing: CancellationError())
    }

    /// Tasks just woken, and how many sleeps had begun before.
    private struct Woken {
        let count: Int
        let begunBefore: Int
    }

    /// Wakes the sleepers of the earliest deadline up to `end`; nil if there is none.
    private func wakeNext(until end: Duration) -> Woken? {
        state.withLock { state -> Woken? in
            guard let first = state.sleepers.first, first.wakesAt <= end else { return nil }
            let count = state.sleepers.partitioningIndex { $0.wakesAt > first.wakesAt }
            let group = Array(state.sleepers[..<count])
            state.sleepers.removeFirst(count)
            state.move(to: first.wakesAt)
            asleep.add(-count)
            waking.add(count)
            group.forEach { $0.continuation.resume(returning: true) }
            return Woken(count: count, begunBefore: state.begun)
        }
    }

    private func letRun(_ woken: Woken) async {
        try? await waking.wait { $0 == 0 }
        for _ in 0..<Self.yieldsPerWake {
            guard state.withLock({ $0.begun - woken.begunBefore }) < woken.count else { return }
            await Task.yield()
        }
    }
}

extension Array {
    /// The index of the first element for which `belongsAfter` holds, in an array where all such are at the end.
    fileprivate func partitioningIndex(where belongsAfter: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = (low + high) / 2
            if belongsAfter(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
