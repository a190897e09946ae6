import SondeCore
import SondeSQLite

/// The store of one run, with a spool where it is on another machine.
struct RunningStore: Sendable {
    let store: any Store
    /// Nil for a store on this machine.
    let spooling: SpoolingStore?
    let health: @Sendable () -> StoreHealth

    /// Looks for the store. One on another machine may be away: it is told of and waited for in the background.
    init(
        _ base: any Store, _ configuration: StoreConfiguration, clock: any WallClock, troubles: Troubles
    ) async throws {
        switch configuration.kind {
        case .sqlite(let path):
            let fixed = StoreHealth(kind: try await base.kind(), place: path)
            store = base
            spooling = nil
            health = { fixed }
        case .postgres(_, let description):
            let limits = SpoolLimits(maxSize: configuration.spool.maxSize, maxAge: configuration.spool.maxAge)
            let spooling = SpoolingStore(
                base, spool: try SQLiteSpool(path: configuration.spool.path, limits: limits), name: "PostgreSQL",
                place: description, clock: clock, troubles: troubles)
            try await spooling.start()
            store = spooling
            self.spooling = spooling
            health = { spooling.health }
        }
    }

    /// Returns when the store can be reached and has all that was spooled; nil where that is always so.
    var waitForStore: (@Sendable () async throws -> Void)? {
        guard let spooling else { return nil }
        return { try await spooling.waitForStore() }
    }

    /// What the detectors had learned; nil where the store is away.
    func detectors(of endpoints: [Endpoint]) async throws -> [String: RestoredDetector]? {
        guard let spooling else { return try await RestoredDetector.all(of: endpoints, from: store) }
        guard !spooling.isAway else { return nil }
        do {
            return try await RestoredDetector.all(of: endpoints, from: store)
        } catch StoreError.unavailable(let sentence) {
            spooling.noticeOutage(StoreError.unavailable(sentence))
            return nil
        }
    }
}
