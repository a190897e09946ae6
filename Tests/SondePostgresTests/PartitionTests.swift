import SondeCore
import SondeTestSupport
import Testing

@testable import SondePostgres

/// Days and months as tables, on a server without the timescaledb extension.
@Suite(.ownCluster, .timeLimit(.minutes(5))) struct PartitionTests {
    @Test(arguments: [
        (
            "api_metrics", "2026-01-05T13:00:00Z", "api_metrics_20260105", "2026-01-05T00:00:00.000Z",
            "2026-01-06T00:00:00.000Z"
        ),
        (
            "anomalies", "2024-02-29T23:59:59Z", "anomalies_20240229", "2024-02-29T00:00:00.000Z",
            "2024-03-01T00:00:00.000Z"
        ),
        (
            "minute_rollups", "2026-12-31T23:59:59Z", "minute_rollups_202612", "2026-12-01T00:00:00.000Z",
            "2027-01-01T00:00:00.000Z"
        ),
        (
            "hour_rollups", "2026-02-28T00:00:00Z", "hour_rollups_202602", "2026-02-01T00:00:00.000Z",
            "2026-03-01T00:00:00.000Z"
        ),
    ])
    func boundsAreThoseOfTheCalendar(
        _ table: String, _ time: String, _ name: String, _ beginning: String, _ end: String
    ) throws {
        let partition = Partition(of: table, holding: try #require(Timestamp(parsing: time)))
        #expect(partition.name == name)
        #expect(partition.beginning.rfc3339 == beginning)
        #expect(partition.end.rfc3339 == end)
        #expect(Partition(name, of: table) == partition)
    }

    @Test(arguments: [
        "api_metrics_key", "api_metrics_2026010", "api_metrics_20261305", "anomalies_20260105", "api_metrics_",
    ])
    func otherTablesAreNoPartitions(_ name: String) {
        #expect(Partition(name, of: "api_metrics") == nil)
    }

    /// As another Sonde on the same database does: what this one knows of its days is wrong then.
    @Test func aDayThatAnotherRemovedIsMadeAgain() async throws {
        let server = try OwnCluster.database().server
        let (first, second) = (PostgresStore(server), PostgresStore(server))
        let start = Timestamp(microseconds: 1_767_571_200_000_000)
        func batch(_ second: Int) -> WriteBatch {
            WriteBatch(results: [
                ProbeResult(
                    endpoint: "a", timestamp: start.advanced(by: .seconds(second)), responseTime: .milliseconds(5))
            ])
        }
        try await first.append(batch(0))
        let removed = try await second.prune(before: RetentionCutoffs(results: start.advanced(by: .seconds(86_400))))
        #expect(removed == 1)
        await #expect(throws: StoreError.self) { try await first.append(batch(1)) }
        try await first.append(batch(1))
        let always = Timestamp(microseconds: 0)..<Timestamp(microseconds: .max / 2)
        let left = try await first.results(for: "a", in: always, limit: 9)
        #expect(left.map(\.timestamp) == [start.advanced(by: .seconds(1))])
        try await first.close()
        try await second.close()
    }

    @Test func daysThatAreOverArePacked() async throws {
        let server = try OwnCluster.database().server
        let store = PostgresStore(server)
        let start = Timestamp(microseconds: 1_767_571_200_000_000)
        for round in 0..<100 {
            let results = (0..<200).map { number in
                ProbeResult(
                    endpoint: "api-\(number)", timestamp: start.advanced(by: .seconds(15 * round)),
                    responseTime: .milliseconds(5), statusCode: 200)
            }
            try await store.append(WriteBatch(results: results))
        }
        let before = try await store.size().used
        for _ in 0..<2 { _ = try await store.prune(before: RetentionCutoffs(results: start)) }
        let after = try await store.size().used
        #expect(after < before - 50_000, "\(before) bytes, then \(after)")
        // It still holds what it held, and takes no result twice.
        let again = ProbeResult(endpoint: "api-7", timestamp: start, responseTime: .milliseconds(5), statusCode: 200)
        try await store.append(WriteBatch(results: [again]))
        let results = try await store.results(
            for: "api-7", in: Timestamp(microseconds: 0)..<Timestamp(microseconds: .max / 2), limit: .max)
        #expect(results.count == 100)
        try await store.close()
    }

    @Test func whatItIsIsTold() async throws {
        let store = PostgresStore(try OwnCluster.database().server)
        let kind = try await store.kind()
        #expect(kind.hasPrefix("PostgreSQL 1") && kind.hasSuffix(", partitioned by day"))
        try await store.close()
    }
}
