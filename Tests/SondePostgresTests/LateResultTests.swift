import SondeCore
import SondeTestSupport
import Testing

@testable import SondePostgres

/// Results that come after their hours were rolled up, in the ways in which a spool brings them.
@Suite(.ownCluster, .timeLimit(.minutes(5))) struct LateResultTests {
    private static let start = Timestamp(microseconds: 1_767_571_200_000_000)
    private static let always = Timestamp(microseconds: 0)..<Timestamp(microseconds: .max / 2)

    private static func result(_ endpoint: String, _ seconds: Int) -> ProbeResult {
        ProbeResult(
            endpoint: endpoint, timestamp: start.advanced(by: .seconds(seconds)), responseTime: .milliseconds(5))
    }

    /// The month of the late result has no partition of roll-ups, as nothing was stored in it before.
    @Test func theyMayLieInAMonthBeforeTheFirst() async throws {
        let store = PostgresStore(try OwnCluster.database().server)
        try await store.append(WriteBatch(results: [Self.result("a", 0)]))
        try await store.rollUp(until: Self.start.advanced(by: .seconds(7200)))
        try await store.append(WriteBatch(results: [Self.result("a", -20 * 86_400)]))
        try await store.rollUp(until: Self.start.advanced(by: .seconds(7200)))
        let hours = try await store.series(for: "a", in: Self.always, step: .seconds(3600))
        #expect(hours.map(\.count) == [1, 1])
        try await store.close()
    }

    /// Of many endpoints at once, again and again while they are rolled up.
    @Test func ofAFleetWhileItIsRolledUp() async throws {
        let server = try OwnCluster.database().server
        let (store, other) = (PostgresStore(server), PostgresStore(server))
        let names = (0..<60).map { "api-\($0)" }
        try await store.append(WriteBatch(results: names.map { Self.result($0, 10) }))
        let end = Self.start.advanced(by: .seconds(7200))
        try await store.rollUp(until: end)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (lane, one) in [store, other].enumerated() {
                group.addTask {
                    for second in 0..<40 {
                        let results = names.map { Self.result($0, 20 + 2 * second + lane) }
                        try await one.append(WriteBatch(results: lane == 0 ? results : results.reversed()))
                    }
                }
                group.addTask { for _ in 0..<10 { try await one.rollUp(until: end) } }
            }
            try await group.waitForAll()
        }
        try await store.rollUp(until: end)
        for name in names {
            let count = try await store.summary(of: name, in: Self.start..<end).count
            #expect(count == 81, "\(name)")
        }
        try await store.close()
        try await other.close()
    }

    @Test func theHourOfTheOldestIsFound() async throws {
        let server = try OwnCluster.database().server
        let store = PostgresStore(server)
        let hours = [3, 29, 30, 200]
        try await store.append(WriteBatch(results: hours.map { Self.result("a", $0 * 3600 + 1800) }))
        let connection = PostgresConnection(server, label: "test")
        for (from, to, expected) in [
            (0, 300, 3), (3, 300, 3), (4, 300, 29), (30, 300, 30), (31, 300, 200), (31, 200, nil), (201, 300, nil),
        ] {
            let range =
                Self.start.advanced(by: .seconds(from * 3600))..<Self.start.advanced(by: .seconds(to * 3600))
            let found = try await connection.transaction { try OldestResult.hour(in: range, .partitions, on: $0) }
            #expect(found == expected.map { Self.start.advanced(by: .seconds($0 * 3600)) }, "from \(from) to \(to)")
        }
        await connection.close()
        try await store.close()
    }
}
