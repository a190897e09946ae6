import Logging
import ServiceLifecycle
import SondeCore
import Synchronization

/// Removes what is older than the retention, once after the start and then every hour, and what the store has no room for,
/// every five minutes.
struct RetentionService: Service {
    private static let interval: Duration = .seconds(3600)
    private static let intervalOfTrimming: Duration = .seconds(300)
    /// Results of this last time stay, whatever room they take: what goes on now is to be seen.
    private static let kept: Duration = .seconds(3600)

    let store: any Store
    let retention: Retention
    /// Bytes that the store may take; nil: as much as there is.
    var maxSize: Int?
    let clock: any WallClock
    let logger: Logger

    /// What the next turn has to know.
    private struct State {
        var prunedAt: Timestamp?
        /// That nothing more can be removed has been said.
        var isTight = false
    }

    func run() async throws {
        let state = Mutex(State())
        let interval = maxSize == nil ? Self.interval : Self.intervalOfTrimming
        await Repetition(interval: interval, tolerance: .seconds(1), clock: clock).run {
            let now = clock.now
            if state.withLock({ $0.prunedAt.map { $0.duration(to: now) >= Self.interval } ?? true }) {
                try await prune(at: now)
                state.withLock { $0.prunedAt = now }
            }
            if let maxSize { try await trim(to: maxSize, at: now, state) }
        } report: { error in
            logger.warning("Old rows could not be removed: \(error)")
        }
    }

    private func prune(at now: Timestamp) async throws {
        let removed = try await store.prune(before: retention.cutoffs(at: now))
        if removed > 0 { logger.info("\(removed) rows older than \(retention.results.text) were removed.") }
    }

    private func trim(to bytes: Int, at now: Timestamp, _ state: borrowing Mutex<State>) async throws {
        let cutoff = now.advanced(by: .zero - Self.kept)
        guard let until = try await store.trim(to: bytes, keeping: cutoff) else { return }
        let size = configuredText(ofBytes: bytes)
        guard until >= cutoff else {
            state.withLock { $0.isTight = false }
            logger.info("The oldest results, until \(until.rfc3339), were removed: the store may take \(size).")
            return
        }
        let isKnown = state.withLock { state in
            defer { state.isTight = true }
            return state.isTight
        }
        guard !isKnown else { return }
        logger.warning(
            """
            The store takes more than \(size), and no older results are left to be removed. Raise store.max-size, or \
            shorten store.minute-retention.
            """)
    }
}
