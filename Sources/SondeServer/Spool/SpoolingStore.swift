package import SondeCore
package import SondeSQLite
import Synchronization

/// A store on another machine with a spool on this one: an outage of the store holds up nothing and loses nothing.
///
/// While the store works, batches go to it. From the first that it does not take on they go to the spool, and return when
/// they are safe there; `drain` brings them over in their order once the store is back. See ADR 0011.
package final class SpoolingStore: Store {
    struct State {
        /// Batches go to the spool.
        var isSpooling = false
        /// The store did not answer when it was last asked.
        var isAway = false
        /// Batches on their way into the spool.
        var arriving = 0
        /// An append that the store has not answered in time.
        var late: Task<Void, any Error>?
        var kind: String?
        /// Who waits until all is brought over.
        var waiting: [Int: AsyncStream<Void>.Continuation] = [:]
        var lastWaiter = 0
    }

    /// How long the store may take for a batch before it counts as away. It is patient with connections that take long,
    /// and short enough that little is lost if Sonde itself ends meanwhile.
    static let patience: Duration = .seconds(10)

    let base: any Store
    let spool: SQLiteSpool
    let clock: any WallClock
    let report: OutageReport
    let state = Mutex(State())
    /// Yields when there is something to drain.
    let wakes = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    private let name: String
    private let place: String

    /// - Parameters:
    ///   - name: What sentences call the store: `PostgreSQL`.
    ///   - place: Where it is, without secrets.
    package init(
        _ base: any Store, spool: SQLiteSpool, name: String, place: String, clock: any WallClock, troubles: Troubles
    ) {
        self.base = base
        self.spool = spool
        self.name = name
        self.place = place
        self.clock = clock
        report = OutageReport(of: "\(name) at \(place)", spool: spool.path, troubles: troubles)
    }

    package var health: StoreHealth {
        StoreHealth(kind: state.withLock { $0.kind } ?? name, place: place, spool: spool.status)
    }

    /// Whether the store is away, or rows still wait for it.
    package var isSpooling: Bool { state.withLock { $0.isSpooling } }

    var isAway: Bool { state.withLock { $0.isAway } }

    /// Looks for the store. One that is away is told of and waited for in the background.
    ///
    /// - Throws: `StoreError` where waiting would not help: a wrong password, a newer schema.
    package func start() async throws {
        do {
            try await findStore()
            guard spool.isEmpty, spool.status.setAsideRows == 0 else {
                report.beginWithRows(spool.status)
                return spoolFromNowOn()
            }
            let mirror = try await IncidentMirror(of: base, at: clock.now)
            await note { try await $0.replaceMirror(with: mirror) }
        } catch let error as StoreError {
            guard case .unavailable = error else { throw error }
            noticeOutage(error)
        }
    }

    /// Asks the store what it is; throws while it is away.
    func findStore() async throws {
        let kind = try await base.kind()
        state.withLock { state in
            state.kind = kind
            state.isAway = false
        }
    }

    // MARK: Appending

    package func append(_ batch: WriteBatch) async throws {
        guard !batch.isEmpty else { return }
        let isDirect = state.withLock { state in
            if state.isSpooling { state.arriving += 1 }
            return !state.isSpooling
        }
        guard isDirect else { return try await keep(batch) }
        do {
            await note { try await $0.mirror(batch) }
            try await appendToBase(batch)
        } catch let error as CancellationError {
            throw error
        } catch {
            // What a cancelled transaction says is no outage.
            try Task.checkCancellation()
            state.withLock { $0.arriving += 1 }
            noticeOutage(error)
            try await keep(batch)
        }
    }

    /// Puts a batch that was announced by `arriving` into the spool.
    private func keep(_ batch: WriteBatch) async throws {
        defer { state.withLock { $0.arriving -= 1 } }
        try await spool.append(batch, at: clock.now)
        report.update(spool.status)
    }

    func noticeOutage(_ error: any Error) {
        state.withLock { $0.isAway = true }
        report.begin(error, spool.status)
        spoolFromNowOn()
    }

    private func spoolFromNowOn() {
        state.withLock { $0.isSpooling = true }
        wakes.continuation.yield()
    }

    /// What the spool cannot note of a batch that the store takes is told, and holds up nothing.
    private func note(_ body: (SQLiteSpool) async throws -> Void) async {
        do {
            try await body(spool)
            report.mirrorWorks()
        } catch is CancellationError {
            // The append that follows is cancelled, too.
        } catch {
            report.mirrorFailed(error)
        }
    }

    /// Waits for the store to take a batch, but not for ever.
    private func appendToBase(_ batch: WriteBatch) async throws {
        let attempt = Task { [base] in try await base.append(batch) }
        guard await hasEnded(attempt, within: Self.patience) || Task.isCancelled else {
            // It may still be committed: for a while nothing else goes to the store before it has ended.
            state.withLock { $0.late = attempt }
            throw notAnswered(for: Self.patience)
        }
        try await attempt.value
    }

    func notAnswered(for time: Duration) -> StoreError {
        .unavailable("\(name) at \(place) has not answered for \(time.text); Sonde keeps trying.")
    }

    package func close() async throws {
        state.withLock { $0.late }?.cancel()
        try await base.close()
        try spool.close()
    }
}
