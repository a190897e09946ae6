import Synchronization

/// A number that tasks can wait on: how many requests came, how many sleepers sleep.
///
/// A waiter resumes the moment the number satisfies it, so that tests need neither sleep nor poll.
package final class Gauge: Sendable {
    private struct Waiter {
        let isSatisfied: @Sendable (Int) -> Bool
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var value = 0
        var lastID = 0
        var waiters: [Int: Waiter] = [:]
    }

    private let state = Mutex(State())

    /// Begins at 0.
    package init() {}

    package var value: Int { state.withLock { $0.value } }

    /// Adds `change`, resumes those it satisfies, and returns the new value.
    @discardableResult
    package func add(_ change: Int) -> Int {
        let (value, satisfied) = state.withLock { state in
            state.value += change
            let value = state.value
            let satisfied = state.waiters.filter { $0.value.isSatisfied(value) }
            for id in satisfied.keys {
                state.waiters[id] = nil
            }
            return (value, satisfied.values.map(\.continuation))
        }
        for continuation in satisfied {
            continuation.resume()
        }
        return value
    }

    /// Returns once the value is at least `minimum`.
    package func wait(atLeast minimum: Int) async throws {
        try await wait { $0 >= minimum }
    }

    /// Returns once `isSatisfied` holds for the value, at once if it does already.
    ///
    /// - Throws: `CancellationError` when the task is cancelled first.
    package func wait(until isSatisfied: @escaping @Sendable (Int) -> Bool) async throws {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let waiter = Waiter(isSatisfied: isSatisfied, continuation: continuation)
                if let outcome = admit(waiter, id: id) { continuation.resume(with: outcome) }
            }
        } onCancel: {
            let waiter = state.withLock { $0.waiters.removeValue(forKey: id) }
            waiter?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Registers the waiter, or returns what to resume it with at once.
    ///
    /// The cancellation flag is read under the lock that `onCancel` takes: one of the two sees the other.
    private func admit(_ waiter: Waiter, id: Int) -> Result<Void, any Error>? {
        state.withLock { state in
            if Task.isCancelled { return .failure(CancellationError()) }
            if waiter.isSatisfied(state.value) { return .success(()) }
            state.waiters[id] = waiter
            return nil
        }
    }
}
