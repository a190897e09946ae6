import SondeCore
import Synchronization

/// A store that never answers, as one behind a proxy that keeps the connection open, must not be waited for until the end of
/// Sonde.
extension SpoolingStore {
    /// How long the drain waits for a batch, and for one that was late before. Longer than all that the connection itself
    /// gives up by, so that usually its end is known.
    private static let lastPatience: Duration = .seconds(90)

    /// Brings a batch over, or gives it up.
    ///
    /// Of an append that was given up newer incidents and states need not be afraid. It is cancelled, so no statement
    /// follows, and COMMIT is the last of them: it can be committed still only if all its rows are written, and those are
    /// locked until then. What is newer of the same rows waits for it in the database, and is what stays.
    func bring(_ batch: WriteBatch) async throws {
        let attempt = Task { [base] in try await base.append(batch) }
        guard await hasEnded(attempt, within: Self.lastPatience) else {
            await giveUp(attempt)
            try Task.checkCancellation()
            throw notAnswered(for: Self.lastPatience)
        }
        try await attempt.value
    }

    /// An append that took too long may be committed still; what comes after it should not come before it.
    func finishLate() async throws {
        guard let late = state.withLock({ $0.late }) else { return }
        if await !hasEnded(late, within: Self.lastPatience) { await giveUp(late) }
        state.withLock { $0.late = nil }
        try Task.checkCancellation()
    }

    /// Cancels an append, which then usually ends at once; one that does not is left to itself.
    private func giveUp(_ attempt: Task<Void, any Error>) async {
        attempt.cancel()
        // A task of its own waits even where the drain is cancelled.
        _ = await Task { await hasEnded(attempt, within: Self.patience) }.value
    }

    /// Whether an append has ended within a time. Where the waiting task is cancelled, the append is, too, and nobody waits
    /// any more.
    func hasEnded(_ attempt: Task<Void, any Error>, within limit: Duration) async -> Bool {
        let (ends, end) = AsyncStream.makeStream(of: Bool.self, bufferingPolicy: .bufferingOldest(1))
        let watch = Task {
            _ = await attempt.result
            end.yield(true)
        }
        let timer = Task { [clock] in
            try await clock.sleep(until: clock.now.advanced(by: limit), tolerance: .milliseconds(500))
            end.yield(false)
        }
        defer {
            watch.cancel()
            timer.cancel()
        }
        return await withTaskCancellationHandler {
            for await hasEnded in ends { return hasEnded }
            return false
        } onCancel: {
            attempt.cancel()
        }
    }
}
