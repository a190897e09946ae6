import SondeCore
import SondeSQLite
import SondeTestSupport
import Synchronization
import Testing

@testable import SondeServer

@Suite(.timeLimit(.minutes(1))) struct RollupServiceTests {
    private let clock = ManualClock()
    private let log = LogRecord()
    private let folder: StoreFolder
    private let store: SQLiteStore

    init() throws {
        folder = try StoreFolder()
        store = try SQLiteStore(path: folder.file)
    }

    private func run(_ store: any Store) async throws -> RunningServices {
        let services = RunningServices(RollupService(store: store, clock: clock, logger: log.logger))
        try await clock.waitForSleepers(1)
        return services
    }

    @Test func rollsUpEachMinuteWhatIsComplete() async throws {
        let times = Mutex<[Timestamp]>([])
        let start = clock.now
        let watched = GuardedStore(store) { call in
            if case .rollUp(let until) = call { times.withLock { $0.append(until) } }
        }
        let services = try await run(watched)
        try await clock.pass(.seconds(60))
        try await clock.pass(.seconds(60))
        #expect(times.withLock { $0 } == [-90, -30, 30].map { start.advanced(by: .seconds($0)) })
        #expect(log.lines.isEmpty)
        try await services.stop()
    }

    @Test func aStoreThatIsAwayIsAWarningAndTriedAgain() async throws {
        let away = GuardedStore(store) { call in
            if case .rollUp = call { throw StoreError.unavailable("The database is away.") }
        }
        let services = try await run(away)
        try await clock.pass(.seconds(60))
        let line = "warning: Results could not be rolled up; that is tried again: The database is away."
        #expect(log.lines == [line, line])
        try await services.stop()
    }
}
