package import SondeCore
import Synchronization

/// A wall clock that stands still until a test moves it.
///
/// Like `SystemClock`, it keeps two times: `now`, which `jump(by:)` can set like an NTP daemon, and elapsed time, by
/// which sleepers wake. A sleeper sleeps for as long as its deadline was away when it fell asleep.
package final class ManualClock: WallClock {
    private struct Sleeper {
        let id: Int
        /// Which task it is.
        let task: Int
        /// Elapsed time at which it wakes.
        let wakesAt: Duration
        let continuation: CheckedContinuation<Bool, any Error>
    }

    private struct State {
        var now: Timestamp
        var elapsed = Duration.zero
        var lastID = 0
        /// Every task that has slept here.
        var known: Set<Int> = []
        /// Tasks woken last that do not sleep again yet, and whether they had slept before that sleep.
        var awake: [Int: Bool] = [:]
        /// The next to wake first; equal ones in the order in which they fell asleep.
        var sleepers: [Sleeper] = []

        mutating func move(to elapsed: Duration) {
            let step = elapsed - self.elapsed
            guard step > .zero else { return }
            self.elapsed = elapsed
            now = now.advanced(by: step)
        }
    }

    /// How long `advance(by:)` waits for a woken task to sleep again, in real time.
    private static let grace = Duration.milliseconds(2)
    /// The same for one that has slept again before: a loop, which only a busy machine keeps from doing so.
    private static let graceForLoops = Duration.milliseconds(100)

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
    /// Between two deadlines it waits until the woken tasks run, and then until they sleep again or some real time is
    /// over (2 ms, or 100 ms for a task that sleeps in a loop), so that each sees `now` at its own deadline as it
    /// wakes. Tasks that fall asleep meanwhile are included. What a woken task awaits elsewhere is not waited for:
    /// when that matters, advance to one deadline at a time and wait for the event. Call it from one task at a time.
    package func advance(by duration: Duration) async {
        let end = state.withLock { $0.elapsed + duration }
        while wakeNext(until: end) {
            await letWokenRun()
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
        let task = withUnsafeCurrentTask { $0.hashValue }
        return state.withLock { state in
            if Task.isCancelled { return .failure(CancellationError()) }
            guard deadline > state.now else { return .success(false) }
            let wakesAt = state.elapsed + state.now.duration(to: deadline)
            let place = state.sleepers.partitioningIndex { $0.wakesAt > wakesAt }
            state.sleepers.insert(Sleeper(id: id, task: task, wakesAt: wakesAt, continuation: continuation), at: place)
            state.awake[task] = nil
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

    /// Wakes the sleepers of the earliest deadline up to `end`; false if there is none.
    private func wakeNext(until end: Duration) -> Bool {
        let woken = state.withLock { state -> [Sleeper] in
            guard let first = state.sleepers.first, first.wakesAt <= end else { return [] }
            let count = state.sleepers.partitioningIndex { $0.wakesAt > first.wakesAt }
            let group = Array(state.sleepers[..<count])
            state.sleepers.removeFirst(count)
            state.move(to: first.wakesAt)
            asleep.add(-count)
            waking.add(count)
            state.awake = [:]
            for sleeper in group { state.awake[sleeper.task] = !state.known.insert(sleeper.task).inserted }
            return group
        }
        // Not under the lock: whoever cancels a sleeping task holds a lock of that task and waits for this one.
        for sleeper in woken { sleeper.continuation.resume(returning: true) }
        return !woken.isEmpty
    }

    private func letWokenRun() async {
        try? await waking.wait { $0 == 0 }
        let start = ContinuousClock.now
        var rounds = 0
        while let grace = graceForAwake, ContinuousClock.now - start < grace {
            rounds += 1
            // A task that sleeps again does so within a few yields; for others the processor is left free.
            if rounds < 20 { await Task.yield() } else { try? await Task.sleep(for: Self.grace / 10) }
        }
    }

    /// Nil when all woken tasks sleep again.
    private var graceForAwake: Duration? {
        state.withLock { state in
            guard !state.awake.isEmpty else { return nil }
            return state.awake.values.contains(true) ? Self.graceForLoops : Self.grace
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
