import Foundation
import SondeCore
import SondeSQLite
import Testing

/// `sonde backtest` of what `sonde run` has stored.
@Suite struct BacktestStoreTests {
    private let kit: BacktestKit
    private static let configuration = [
        "endpoints:",
        "  - {name: orders, url: 'http://127.0.0.1:1/', interval: 15s}",
        "  - {name: never, url: 'http://127.0.0.1:1/'}",
    ]

    init() async throws {
        kit = try BacktestKit()
        try kit.write(Self.configuration, to: "sonde.yaml")
        let store = try SQLiteStore(path: kit.folder.path("sonde.db"))
        try await store.append(WriteBatch(results: Self.results()))
        try await store.close()
    }

    /// A probe each 15 s for some four hours until a minute ago, the last thirty of which failed.
    private static func results() -> [ProbeResult] {
        let end = Timestamp(seconds: Date().timeIntervalSince1970.rounded(.down) - 60)
        return (0..<1000).map { index in
            let fails = index >= 970
            return ProbeResult(
                endpoint: "orders", timestamp: end.advanced(by: .seconds(15 * (index - 999))),
                responseTime: fails ? nil : .milliseconds(95 + index * 7 % 11), statusCode: fails ? nil : 200,
                failure: fails ? ProbeFailure(.refused, "Connection refused by 127.0.0.1:1.") : nil)
        }
    }

    @Test func whatIsStoredIsReplayed() async throws {
        let backtest = try await kit.sonde("--output", "s.csv", "--alerts", "p.jsonl", "--plot", "p.html")
        #expect(backtest.exitCode == 0 && backtest.errors.isEmpty, "\(backtest.errors)")
        let told = try BacktestKit.Told("orders", backtest.output)
        #expect(told.rows == 1000 && told.pages == 1)
        #expect(try BacktestKit.Told("never", backtest.output).rows == 0)
        #expect(
            backtest.output.contains("\nThe store holds nothing of never in the last 30 d.\n"), "\(backtest.output)")
        #expect(!backtest.output.contains("The store also holds") && !backtest.output.contains("no fault"))
        #expect(try kit.lines("s.csv").count == 1001)
        let page = try #require(try kit.pages("p.jsonl").first)
        #expect(page.kind == "failures" && page.apiName == "orders" && page.closedAt == nil)
        // Replayed from its own output, where the failures have no value, it is the same.
        let stored = try kit.lines("s.csv")
        try kit.write(["timestamp,api_name,response_time_ms"] + stored.dropFirst().map(Self.probe), to: "again.csv")
        let again = try await kit.sonde("again.csv", "--config", "sonde.yaml")
        #expect(try BacktestKit.Told("orders", again.output).pages == 1)
    }

    private static func probe(_ scored: String) -> String {
        scored.split(separator: ",", omittingEmptySubsequences: false).prefix(3).joined(separator: ",")
    }

    @Test func onlyWhatIsRecentEnoughIsRead() async throws {
        let backtest = try await kit.sonde("--since", "31m")
        // Thirty minutes of them, and one that may be on the edge.
        #expect((119...121).contains(try BacktestKit.Told("orders", backtest.output).rows), "\(backtest.output)")
    }

    @Test(arguments: [
        (["old"], "The store also holds old, which is not in sonde.yaml."),
        (["search", "old", "c"], "The store also holds c, old and search, which are not in sonde.yaml."),
        (["a", "b", "c", "d", "e"], "The store also holds a, b and 3 more, which are not in sonde.yaml."),
    ])
    func whatIsNotInTheConfigurationIsSaid(names: [String], sentence: String) async throws {
        let store = try SQLiteStore(path: kit.folder.path("sonde.db"))
        let before = Timestamp(seconds: Date().timeIntervalSince1970 - 7200)
        try await store.append(WriteBatch(results: names.map { ProbeResult(endpoint: $0, timestamp: before) }))
        try await store.close()
        let backtest = try await kit.sonde()
        #expect(backtest.output.contains("\n\(sentence)\n"), "\(backtest.output)")
        // In the last hour there is nothing of them.
        let recent = try await kit.sonde("--since", "1h")
        #expect(!recent.output.contains("also holds"), "\(recent.output)")
    }

    @Test func whatWasCalledNoFaultIsSaid() async throws {
        let store = try SQLiteStore(path: kit.folder.path("sonde.db"))
        let time = Timestamp(seconds: Date().timeIntervalSince1970)
        func incident(_ id: String, _ endpoint: String, patterns: [FaultPattern]) -> Incident {
            Incident(
                id: id, endpoint: endpoint, kind: .anomaly, severity: .high, openedAt: time, closedAt: time,
                reason: "slow", patterns: patterns, excusedAt: time)
        }
        let slow = FaultPattern(kind: .slow, share: 0.5, extreme: 1, probes: 20)
        try await store.append(
            WriteBatch(incidents: [
                incident("1", "orders", patterns: [slow]), incident("2", "orders", patterns: [slow]),
                incident("3", "orders", patterns: []), incident("4", "never", patterns: [slow]),
                incident("5", "gone", patterns: [slow]),
            ]))
        try await store.close()
        let backtest = try await kit.sonde()
        let sentence =
            "What was called no fault is left out of the past of orders (2 incidents) and never (1 incident), too."
        #expect(backtest.output.contains("\n\(sentence)\n"), "\(backtest.output)")
    }

    @Test func theStoreIsNotChanged() async throws {
        let before = try Data(contentsOf: kit.folder.url.appendingPathComponent("sonde.db"))
        let backtest = try await kit.sonde()
        #expect(backtest.exitCode == 0, "\(backtest.errors)")
        let isSame = try Data(contentsOf: kit.folder.url.appendingPathComponent("sonde.db")) == before
        #expect(isSame)
    }

    @Test func theStoreIsNeverReplaced() async throws {
        let backtest = try await kit.sonde("--output", "sonde.db")
        #expect(backtest.exitCode == 64)
    }

    @Test func whatIsNoDatabaseIs66() async throws {
        try kit.write(["no database, but a text that is long enough to be taken for one"], to: "sonde.db")
        for suffix in ["-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: kit.folder.path("sonde.db" + suffix))
        }
        let backtest = try await kit.sonde("--output", "s.csv")
        #expect(backtest.exitCode == 66)
        #expect(backtest.errors.contains("sonde.db is not a sound SQLite database;"), "\(backtest.errors)")
        #expect(!FileManager.default.fileExists(atPath: kit.folder.path("s.csv")))
    }
}
