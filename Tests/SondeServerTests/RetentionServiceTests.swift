import Foundation
import ServiceLifecycle
import SondeCore
import SondeSQLite
import SondeTestSupport
import Synchronization
import Testing

@testable import SondeServer

@Suite(.timeLimit(.minutes(1))) struct RetentionServiceTests {
    private static let always = Timestamp(microseconds: 0)..<Timestamp(microseconds: .max)
    private static let retention: Duration = .seconds(30 * 86_400)
    private let clock = ManualClock()
    private let log = LogRecord()
    private let folder: StoreFolder
    private let store: SQLiteStore

    init() throws {
        folder = try StoreFolder()
        store = try SQLiteStore(path: folder.file)
    }

    /// Moments counted in seconds from the cutoff of the start; negative ones are too old.
    private func time(_ seconds: Int) -> Timestamp {
        clock.now.advanced(by: .zero - Self.retention + .seconds(seconds))
    }

    private func add(results seconds: Int...) async throws {
        try await store.append(
            WriteBatch(
                results: seconds.map {
                    ProbeResult(endpoint: "orders", timestamp: time($0), responseTime: .milliseconds(80))
                }))
    }

    private func kept() async throws -> [Timestamp] {
        try await store.results(for: "orders", in: Self.always, limit: 99).map(\.timestamp)
    }

    private func run(_ store: any Store, maxSize: Int? = nil) async throws -> RunningServices {
        let services = RunningServices(
            RetentionService(
                store: store, retention: Retention(results: Self.retention), maxSize: maxSize, clock: clock,
                logger: log.logger))
        // It sleeps when it has removed.
        try await clock.waitForSleepers(1)
        return services
    }

    @Test func removesAtTheStartAndEachHour() async throws {
        try await add(results: -86_400, -1, 0, 1800, 5400)
        let times = (0...2).map { time([0, 1800, 5400][$0]) }
        let services = try await run(store)
        // What is exactly as old as the retention stays.
        #expect(try await kept() == times)
        try await clock.pass(.seconds(3600))
        #expect(try await kept() == Array(times[2...]))
        try await clock.pass(.seconds(3600))
        #expect(try await kept().isEmpty)
        #expect(
            log.lines == [2, 2, 1].map { "info: \($0) rows older than \(Self.retention.text) were removed." },
            "\(log.lines)")
        try await services.stop()
    }

    @Test func anomaliesAndClosedIncidentsGoAndOpenOnesStay() async throws {
        func incident(_ id: String, closed: Int?) -> Incident {
            Incident(
                id: id, endpoint: "orders", kind: .failure, severity: .critical, openedAt: time(-7200),
                closedAt: closed.map(time), reason: "refused")
        }
        func anomaly(_ seconds: Int) -> Anomaly {
            Anomaly(
                endpoint: "orders", timestamp: time(seconds), responseTime: .seconds(1), score: -0.3, surprise: 3,
                severity: .high, reasons: [])
        }
        try await store.append(
            WriteBatch(
                anomalies: [anomaly(-1), anomaly(1)],
                incidents: [incident("old", closed: -1), incident("new", closed: 1), incident("open", closed: nil)]))
        let services = try await run(store)
        let anomalies = try await store.anomalies(for: nil, in: Self.always, limit: 9)
        #expect(anomalies.map(\.timestamp) == [time(1)])
        let incidents = try await store.incidents(for: nil, in: Self.always, limit: 9)
        #expect(Set(incidents.map(\.id)) == ["new", "open"])
        try await services.stop()
    }

    @Test func goesOnAfterAStoreFault() async throws {
        let isAway = Mutex(true)
        let guarded = GuardedStore(store) { call in
            if call == .prune, isAway.withLock(\.self) { throw StoreError.unavailable("The disk is gone.") }
        }
        try await add(results: -1, 7200)
        let services = try await run(guarded)
        #expect(try await kept().count == 2)
        #expect(log.lines == ["warning: Old rows could not be removed: The disk is gone."])
        isAway.withLock { $0 = false }
        try await clock.pass(.seconds(3600))
        #expect(try await kept().count == 1)
        try await services.stop()
    }

    @Test func nothingRemovedIsNotWorthALine() async throws {
        let services = try await run(store)
        #expect(log.lines.isEmpty)
        // The clock stands still: only the shutdown can end the hour's sleep.
        try await services.stop()
    }

    @Test func theOldestResultsGoWhenThereIsNoRoom() async throws {
        // A day each, an hour long, within the retention.
        let days = (1...20).map { $0 * 86_400 }
        for day in days {
            try await store.append(
                WriteBatch(
                    results: (0..<600).map {
                        ProbeResult(
                            endpoint: "orders", timestamp: time(day + $0), responseTime: .milliseconds(80 + $0 % 50))
                    }))
        }
        let count = try await store.summary(of: "orders", in: Self.always).count
        try await store.rollUp(until: clock.now)
        // Empties the log, which is no part of what stays.
        let nothing = try await store.trim(to: 1, keeping: Timestamp(microseconds: 0))
        #expect(nothing == Timestamp(microseconds: 0))
        let room = try await store.size().used * 2 / 3
        let services = try await run(store, maxSize: room)
        #expect(try await store.size().used <= room)
        let kept = try await kept()
        #expect(!kept.isEmpty && kept.count < count && kept.last == time(20 * 86_400 + 599))
        #expect(try await store.summary(of: "orders", in: Self.always).count == count)
        #expect(log.lines.count == 1)
        #expect(log.lines.first?.hasPrefix("info: The oldest results, until 20") == true, "\(log.lines)")
        #expect(
            log.lines.first?.hasSuffix("Z, were removed: the store may take \(configuredText(ofBytes: room)).") == true)
        // Now there is room.
        try await clock.pass(.seconds(300))
        #expect(try await self.kept() == kept && log.lines.count == 1)
        try await services.stop()
    }

    @Test func thereIsALookAtTheRoomEveryFiveMinutes() async throws {
        let calls = Mutex<[String]>([])
        let watched = GuardedStore(store) { call in
            switch call {
            case .prune: calls.withLock { $0.append("prune") }
            case .trim(let bytes): calls.withLock { $0.append("trim to \(bytes)") }
            default: break
            }
        }
        let services = try await run(watched, maxSize: 5_000_000_000)
        for _ in 0..<12 { try await clock.pass(.seconds(300)) }
        let trims = Array(repeating: "trim to 5000000000", count: 12)
        #expect(calls.withLock { $0 } == ["prune"] + trims + ["prune", "trim to 5000000000"])
        #expect(log.lines.isEmpty)
        try await services.stop()
    }

    @Test func thatNothingMoreCanGoIsSaidOnce() async throws {
        let hour = Int(Self.retention.seconds) - 3600
        try await add(results: 86_400, hour - 600, hour + 100, hour + 200, hour + 3000)
        let services = try await run(store, maxSize: 1)
        #expect(try await kept() == [100, 200, 3000].map { time(hour + $0) })
        let line =
            "warning: The store takes more than 1B, and no older results are left to be removed. Raise store.max-size, "
            + "or shorten store.minute-retention."
        #expect(log.lines == [line])
        let third = time(hour + 3000)
        try await clock.pass(.seconds(300))
        #expect(try await kept() == [third])
        try await clock.pass(.seconds(300))
        #expect(log.lines == [line])
        try await services.stop()
    }
}
