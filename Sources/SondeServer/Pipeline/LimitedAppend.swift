import SondeCore
import Synchronization

/// An append that need not be waited for until its end: a store that does not answer must not hold up the end of Sonde.
final class LimitedAppend: Sendable {
    /// The store did not answer in time. What it was given may still be committed; to give it the same again is no harm.
    struct NotAnswered: Error {}

    private let attempt: Task<Void, any Error>
    private let waiter = CommitWaiter()
    private let timer = Mutex<Task<Void, Never>?>(nil)

    init(_ batch: WriteBatch, to store: any BatchStore) {
        attempt = Task { try await store.append(batch) }
    }

    /// Waits for the end.
    ///
    /// - Parameter limit: How long a store may take once the waiting task is cancelled, and the append with it; nil for
    ///   as long as it takes.
    /// - Throws: `NotAnswered` once it is given up; otherwise what the store throws.
    func run(onceCancelled limit: Duration?) async throws {
        let watch = Task { [attempt, waiter] in
            _ = await attempt.result
            waiter.resume(true)
        }
        defer {
            watch.cancel()
            timer.withLock { $0?.cancel() }
        }
        try await withTaskCancellationHandler {
            // A task of its own waits on where this one is cancelled: what a cancelled append came to is known soon.
            guard await Task(operation: { await waiter.end }).value else { throw NotAnswered() }
            try await attempt.value
        } onCancel: {
            attempt.cancel()
            if let limit { giveUp(after: limit) }
        }
    }

    /// Gives it up unless it has ended by then.
    func giveUp(after limit: Duration) {
        let task = Task { [attempt, waiter] in
            guard (try? await Task.sleep(for: limit)) != nil else { return }
            attempt.cancel()
            waiter.resume(false)
        }
        timer.withLock { timer in
            timer?.cancel()
            timer = task
        }
    }
}
