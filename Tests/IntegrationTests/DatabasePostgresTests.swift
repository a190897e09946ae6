import Foundation
import SondeCore
import SondePostgres
import SondeTestSupport
import Testing

/// `sonde db` on a real PostgreSQL.
@Suite(.timeLimit(.minutes(3))) struct DatabasePostgresTests {
    private static let always = Timestamp(microseconds: 0)..<Timestamp(microseconds: .max / 2)

    private let kit: DatabaseKit
    private let cluster: PostgresCluster

    init() throws {
        kit = try DatabaseKit()
        cluster = try PostgresCluster()
        try kit.folder.write(
            """
            store: {url: "${DATABASE}", max-size: 5GB}
            endpoints: [{name: orders, url: "http://127.0.0.1:1/"}]
            """)
    }

    private func withStore<Value>(_ body: (PostgresStore) async throws -> Value) async throws -> Value {
        let store = PostgresStore(PostgresServer(url: Secret(cluster.url), description: "test"))
        let value = try await body(store)
        try await store.close()
        return value
    }

    private func sonde(_ arguments: String...) async throws -> SondeProcess.Ended {
        let process = try SondeProcess(
            ["db"] + arguments, in: kit.folder.url, environment: ["DATABASE": cluster.url])
        let ended = await process.ended()
        for secret in [PostgresCluster.password, cluster.url] {
            #expect(!(ended.output + ended.errors).contains(secret))
        }
        return ended
    }

    @Test func sizeExportPruneAndRebuild() async throws {
        let summary = try await withStore { store in
            for day in 1...4 { try await store.append(WriteBatch(results: kit.results(of: "orders", day: day))) }
            return try await store.summary(of: "orders", in: Self.always)
        }
        let size = try await sonde("size")
        #expect(size.exitCode == 0, "\(size.errors)")
        #expect(size.output.contains("PostgreSQL ") && size.output.contains("\nresults "), "\(size.output)")
        #expect(size.output.contains(" of 5.00 GB used, "), "\(size.output)")

        let export = try await sonde("export", "--output", "x.csv.gz")
        #expect(export.output.hasPrefix("23040 rows of 1 API in x.csv.gz, "), "\(export.output)\(export.errors)")
        let backtest = await (try SondeProcess(["backtest", "x.csv.gz"], in: kit.folder.url)).ended()
        #expect(try BacktestKit.Told("orders", backtest.output).rows == 23_040, "\(backtest.errors)")

        let pruned = try await sonde("prune", "--older-than", "2d")
        #expect(pruned.exitCode == 0 && pruned.output.contains(" were removed."), "\(pruned.output)\(pruned.errors)")
        let rebuilt = try await sonde("rebuild-rollups", "--from", "10d")
        #expect(rebuilt.exitCode == 0, "\(rebuilt.errors)")
        let (left, after) = try await withStore { store in
            let results = try await store.results(for: "orders", in: Self.always, limit: .max)
            return (results.count, try await store.summary(of: "orders", in: Self.always))
        }
        // Of the day of the cutoff all may stay.
        #expect((5760...3 * 5760).contains(left), "\(left)")
        #expect(after == summary)
    }

    @Test func aServerThatIsAwayOrEmptyIsOneSentence() async throws {
        let empty = try await sonde("size")
        #expect(empty.exitCode == 66)
        #expect(empty.errors.contains("start 'sonde run' first"), "\(empty.errors)")
        cluster.stop()
        for command in ["size", "prune", "export", "rebuild-rollups"] {
            let away = try await sonde(command)
            #expect(away.exitCode == 1, "\(away.errors)")
            #expect(away.errors.hasPrefix("PostgreSQL "), "\(away.errors)")
            #expect(away.errors.hasSuffix(" This command did not finish; run it again.\n"), "\(away.errors)")
            #expect(away.output.isEmpty)
        }
    }
}
