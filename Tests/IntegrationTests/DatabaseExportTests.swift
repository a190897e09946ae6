import Foundation
import SondeCore
import SondeSQLite
import Testing

/// `sonde db export`.
@Suite(.timeLimit(.minutes(2))) struct DatabaseExportTests {
    private static let columns =
        "timestamp,api_name,response_time_ms,status_code,success,response_size_bytes,error_message,"
        + "dns_ms,connect_ms,tls_ms,ttfb_ms,transfer_ms,location"

    @Test func resultsHaveThePromisedColumns() async throws {
        let kit = try DatabaseKit()
        try await kit.fill(days: 2, of: "orders", "search, \"new\"")
        let export = try await kit.sonde("db", "export")
        #expect(export.exitCode == 0 && export.errors.isEmpty, "\(export.errors)")
        let lines = kit.lines(export.output)
        #expect(lines.count == 4 * 5760 + 1)
        #expect(lines[0] == Self.columns)
        let day = kit.time(2 * 86_400).rfc3339.prefix(10)
        #expect(lines[1] == "\(day)T00:00:00.000Z,orders,95,200,true,512,,0.5,,,60.25,,local")
        #expect(
            lines[100]
                == "\(day)T00:24:45.000Z,orders,,,false,512,\"Connection refused, \"\"twice\"\".\",,,,,,local")
        #expect(lines[5761].hasPrefix("\(day)T00:00:00.000Z,\"search, \"\"new\"\"\",95,"))
        // Of each API from old to new.
        for name in ["orders", "\"search"] {
            let times = lines.filter { $0.contains(",\(name),") }.map { $0.prefix(24) }
            #expect(times.count == 2 * 5760 && times == times.sorted())
        }
    }

    @Test func aRangeOfOneAPI() async throws {
        let kit = try DatabaseKit()
        try await kit.fill(days: 2, of: "orders", "search")
        let export = try await kit.sonde(
            "db", "export", "--api", "search", "--from", kit.time(90_000).rfc3339, "--to", kit.time(82_800).rfc3339,
            "--output", "x.csv")
        #expect(export.output.hasPrefix("480 rows of 1 API in x.csv, "), "\(export.output)\(export.errors)")
        let lines = kit.lines(try kit.text("x.csv"))
        #expect(lines.count == 481 && lines.dropFirst().allSatisfy { $0.contains("Z,search,") })
        #expect(lines[1].hasPrefix(kit.time(90_000).rfc3339))
        let date = String(kit.time(86_400).rfc3339.prefix(10))
        let both = try await kit.sonde(
            "db", "export", "--api", "search", "--api", "orders", "--from", date, "--output", "y.csv")
        #expect(both.exitCode == 0)
        #expect(both.output.hasPrefix("11520 rows of 2 APIs in y.csv, "), "\(both.output)")
        #expect(both.errors.isEmpty, "\(both.errors)")
    }

    /// A file without a row would look as if nothing had happened.
    @Test(arguments: ["api_metrics", "anomalies", "incidents", "minute_rollups"])
    func anAPIThatNothingIsKnownOfIsRefused(table: String) async throws {
        let kit = try DatabaseKit()
        try await kit.fill(days: 1, of: "search")
        let export = try await kit.sonde(
            "db", "export", "--table", table, "--api", "search", "--api", "serch", "--output", "x.csv")
        #expect(export.exitCode == 64)
        #expect(
            export.errors == "There is no API 'serch' in the configuration, and the store holds nothing of it; "
                + "did you mean 'search'?\n")
        #expect(throws: (any Error).self) { try kit.text("x.csv") }
    }

    @Test func anAPIOfTheConfigurationMayHaveNoRows() async throws {
        let kit = try DatabaseKit()
        try await kit.fill(days: 1, of: "search")
        let export = try await kit.sonde("db", "export", "--api", "orders", "--output", "x.csv")
        #expect(export.exitCode == 0)
        #expect(export.errors.hasPrefix("The store holds nothing of orders from "), "\(export.errors)")
    }

    @Test func whatIsPackedIsTheSameAndBacktestReadsIt() async throws {
        let kit = try DatabaseKit()
        try await kit.fill(days: 2, of: "orders", "search")
        for name in ["x.csv", "x.csv.gz"] {
            let export = try await kit.sonde("db", "export", "--output", name)
            #expect(export.exitCode == 0, "\(export.errors)")
        }
        let unpacking = try SpawnedProcess(
            "/bin/sh", ["-c", "gzip -dc x.csv.gz > unpacked.csv"], folder: kit.folder.url.path,
            environment: ["PATH": "/usr/bin:/bin"])
        #expect(unpacking.wait() == 0)
        #expect(try kit.text("unpacked.csv") == kit.text("x.csv"))
        for arguments in [["x.csv"], ["x.csv.gz"], ["-c", "sonde.yaml", "--since", "10d"]] {
            let backtest = await (try SondeProcess(["backtest"] + arguments, in: kit.folder.url)).ended()
            #expect(backtest.exitCode == 0, "\(backtest.errors)")
            #expect(try BacktestKit.Told("orders", backtest.output).rows == 2 * 5760, "\(backtest.output)")
            #expect(!backtest.output.contains("passed over"), "\(backtest.output)")
        }
    }

    @Test func anomaliesAndIncidents() async throws {
        let kit = try DatabaseKit()
        func incident(_ id: String, opened: Int, closed: Int?) -> Incident {
            Incident(
                id: id, endpoint: "orders", kind: .anomaly, severity: .high, openedAt: kit.time(opened),
                closedAt: closed.map(kit.time), reason: "slow, \"odd\"")
        }
        try await kit.withStore { store in
            let anomalies = [9000, 90_000].map { seconds in
                Anomaly(
                    endpoint: "orders", timestamp: kit.time(seconds), responseTime: .milliseconds(900), score: -0.25,
                    surprise: 3.5, severity: .critical, reasons: ["slow", "odd"])
            }
            try await store.append(
                WriteBatch(
                    anomalies: anomalies,
                    incidents: [
                        incident("1", opened: 200_000, closed: 190_000), incident("2", opened: 9000, closed: nil),
                    ]))
        }
        let anomalies = try await kit.sonde("db", "export", "--table", "anomalies")
        #expect(
            kit.lines(anomalies.output) == [
                "timestamp,api_name,response_time_ms,anomaly_score,surprise,severity,is_anomaly,reasons,location",
                "\(kit.time(90_000).rfc3339),orders,900,-0.25,3.5,critical,true,slow; odd,local",
                "\(kit.time(9000).rfc3339),orders,900,-0.25,3.5,critical,true,slow; odd,local",
            ], "\(anomalies.errors)")
        let incidents = try await kit.sonde("db", "export", "--table", "incidents")
        #expect(
            kit.lines(incidents.output) == [
                "id,api_name,kind,severity,opened_at,closed_at,reason,excused_at,scope,parent,flapping,acknowledged_at,"
                    + "acknowledged_by,quiet",
                "1,orders,anomaly,high,\(kit.time(200_000).rfc3339),\(kit.time(190_000).rfc3339),"
                    + "\"slow, \"\"odd\"\"\",,endpoint,,false,,,",
                "2,orders,anomaly,high,\(kit.time(9000).rfc3339),,\"slow, \"\"odd\"\"\",,endpoint,,false,,,",
            ])
        let recent = try await kit.sonde("db", "export", "--table", "incidents", "--from", kit.time(9100).rfc3339)
        #expect(kit.lines(recent.output).count == 2)
    }

    @Test func rollUpsOfWhatIsGone() async throws {
        let kit = try DatabaseKit()
        try await kit.fill(days: 3, of: "orders")
        let pruned = try await kit.sonde("db", "prune", "--older-than", "1h")
        #expect(pruned.exitCode == 0)
        let hours = kit.lines(try await kit.sonde("db", "export", "--table", "hour_rollups").output)
        #expect(
            hours.first
                == "timestamp,api_name,count,failures,mean_ms,min_ms,max_ms,p50_ms,p95_ms,p99_ms,"
                + "dns_ms,connect_ms,tls_ms,ttfb_ms,transfer_ms")
        #expect(hours.count == 73)
        let fields = try #require(hours.last).split(separator: ",", omittingEmptySubsequences: false)
        #expect(fields[0] == kit.time(3600).rfc3339 && fields[1] == "orders" && fields[2] == "240")
        #expect(fields[10] == "0.5" && fields[11].isEmpty && fields[13] == "60.25")
        let minutes = kit.lines(try await kit.sonde("db", "export", "--table", "minute_rollups").output)
        #expect(minutes.count == 3 * 1440 + 1)
    }

    @Test func theDatabaseIsNeverReplaced() async throws {
        let kit = try DatabaseKit()
        try await kit.fill(days: 1, of: "orders")
        for output in ["sonde.db", "./sonde.db", "sonde.yaml"] {
            let export = try await kit.sonde("db", "export", "--output", output)
            #expect(export.exitCode == 64, "\(export.errors)")
        }
        let nowhere = try await kit.sonde("db", "export", "--output", "none/x.csv")
        #expect(nowhere.exitCode == 73)
        let full = try await kit.sonde("db", "export", "--output", "/dev/full")
        #expect(full.exitCode == 74, "\(full.errors)")
        let unknown = try await kit.sonde("db", "export", "--table", "results")
        #expect(unknown.exitCode == 64)
    }
}
