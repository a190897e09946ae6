import SondeCore
import SondePostgres
import SondeTestSupport
import Testing

/// The edition of the extension that some services offer: without compression and policies it is of no use.
@Suite(
    .enabled(if: PostgresCluster.offersTimescale, "the timescaledb extension is installed; it is not in Debian"),
    .apacheTimescaleCluster, .timeLimit(.minutes(5))
) struct ApacheTimescaleTests {
    @Test(arguments: [false, true])
    func partitionsAreMade(isExtensionThere: Bool) async throws {
        let (url, server) = try OwnCluster.database()
        if isExtensionThere { try OwnCluster.current?.run("CREATE EXTENSION timescaledb", in: url) }
        let store = PostgresStore(server)
        let kind = try await store.kind()
        #expect(kind.hasSuffix(", partitioned by day"))
        let start = Timestamp(microseconds: 1_767_571_200_000_000)
        try await store.append(
            WriteBatch(results: [ProbeResult(endpoint: "a", timestamp: start, responseTime: .milliseconds(5))]))
        try OwnCluster.current?.run(
            "SELECT time_bucket('15m', timestamp), avg(response_time_ms) FROM api_metrics GROUP BY 1", in: url)
        try await store.close()
    }
}
