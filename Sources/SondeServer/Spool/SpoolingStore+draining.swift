import SondeCore
import SondeSQLite
import Synchronization

extension SpoolingStore {
    private static let pauses: [Duration] = [
        .milliseconds(250), .milliseconds(500), .seconds(1), .seconds(2), .seconds(5),
    ]

    /// Brings over what is in the spool, whenever there is something and the store can be reached; until it is cancelled.
    package func drain() async throws {
        // What cannot be read just now stays for the start after this one.
        var refused = (try? await spool.setAside(at: clock.now)) ?? []
        for await _ in wakes.stream { try await drainUntilEmpty(&refused) }
    }

    /// - Parameter refused: From before the start: tried first, so that nothing newer has come before it.
    private func drainUntilEmpty(_ refused: inout [SQLiteSpool.SetAside]) async throws {
        var pace = DrainPace()
        var attempt = 0
        while isSpooling {
            do {
                try await finishLate()
                try await findStore()
                report.isBack(spool.status)
                try await retry(refused)
                refused = []
                while try await bringOver(&pace) { attempt = 0 }
            } catch let error as CancellationError {
                throw error
            } catch {
                state.withLock { $0.isAway = true }
                report.begin(error, spool.status)
                let pause = Self.pauses[min(attempt, Self.pauses.count - 1)]
                attempt += 1
                try await clock.sleep(until: clock.now.advanced(by: pause), tolerance: pause / 10)
            }
        }
    }

    /// Brings over the oldest batches; false once the spool is empty and batches go to the store again.
    private func bringOver(_ pace: inout DrainPace) async throws -> Bool {
        guard let oldest = try await spool.oldest(pace.batches) else { return await !goDirect() }
        do {
            try await bring(oldest.batch)
        } catch let error as CancellationError {
            throw error
        } catch {
            pace.failed()
            guard pace.isSuspicious, try await takesOthers(than: oldest) else { throw error }
            try await bringOverParts(of: oldest)
            pace.succeeded()
            return true
        }
        try await spool.remove(oldest)
        pace.succeeded()
        report.broughtOver(oldest.batch.rowCount, damaged: oldest.damagedRows, spool.status)
        return true
    }

    /// Lets batches go to the store again, unless one has come into the spool.
    private func goDirect() async -> Bool {
        let waiting = state.withLock { state -> [AsyncStream<Void>.Continuation]? in
            guard state.arriving == 0, spool.isEmpty else { return nil }
            state.isSpooling = false
            defer { state.waiting = [:] }
            return Array(state.waiting.values)
        }
        guard let waiting else { return false }
        report.end(spool.status)
        for waiter in waiting { waiter.finish() }
        // Room that is not given back is used by the next outage.
        try? await spool.shrink()
        return true
    }

    /// Returns when the store can be reached and has all that was spooled.
    package func waitForStore() async throws {
        if !isSpooling {
            do {
                return try await findStore()
            } catch let error as StoreError {
                noticeOutage(error)
            }
        }
        let ends = AsyncStream.makeStream(of: Void.self)
        let waiter = state.withLock { state -> Int? in
            guard state.isSpooling else { return nil }
            state.lastWaiter += 1
            state.waiting[state.lastWaiter] = ends.continuation
            return state.lastWaiter
        }
        guard let waiter else { return }
        for await _ in ends.stream {}
        state.withLock { $0.waiting[waiter] = nil }
        try Task.checkCancellation()
    }
}
