import Foundation
import SondeCore
import SondePostgres
import SondeTestSupport

/// A PostgreSQL server, with the timescaledb extension or without, and psql.
final class PostgresDatabase: BenchDatabase {
    let resultTable = "api_metrics"
    private let cluster: PostgresCluster
    private let folder: ScratchFolder

    private let isTimescale: Bool

    init(isTimescale: Bool) throws {
        self.isTimescale = isTimescale
        folder = try ScratchFolder()
        // More memory than the server takes unasked; every commit reaches the disk.
        var settings = ["shared_buffers": "512MB", "max_wal_size": "4GB"]
        if isTimescale { settings["shared_preload_libraries"] = "timescaledb" }
        cluster = try PostgresCluster(settings: settings)
    }

    deinit {
        cluster.stop()
        folder.remove()
    }

    /// Whether the newest version that is installed has the extension.
    static let hasTimescale: Bool = {
        let folder = "/usr/share/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let newest = versions.compactMap(Int.init).max() ?? 0
        return FileManager.default.fileExists(atPath: "\(folder)/\(newest)/extension/timescaledb.control")
    }()

    var name: String { isTimescale ? "TimescaleDB" : "PostgreSQL" }

    var url: String { cluster.url }

    private var server: PostgresServer { PostgresServer(url: Secret(cluster.url), description: "the benchmark's own") }

    func open() throws -> any Store { PostgresStore(server) }

    func openToRead() throws -> any Store { PostgresStore(server, access: .reader) }

    private var shell: ShellCommand {
        ShellCommand(
            program: "psql", arguments: ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", cluster.url])
    }

    func settle() throws { try shell.run("VACUUM ANALYZE;\nCHECKPOINT;") }

    func bytesOfResults() throws -> Int {
        try settle()
        let size =
            isTimescale
            ? "SELECT hypertable_size('api_metrics');"
            : "SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree('api_metrics') WHERE isleaf;"
        return Int(try shell.run(size)) ?? 0
    }

    func compressedBytesOfResults() throws -> Int? {
        guard isTimescale else { return nil }
        try shell.run("SELECT compress_chunk(chunk) FROM show_chunks('api_metrics') chunk;")
        return try bytesOfResults()
    }

    func importSeconds() throws -> Double {
        let rows = folder.path("rows.csv")
        try shell.run("\\copy (SELECT * FROM api_metrics ORDER BY timestamp) TO '\(rows)' CSV")
        try shell.run("CREATE TABLE imported (LIKE api_metrics INCLUDING ALL);\nCHECKPOINT;")
        let seconds = try seconds { _ = try shell.run("\\copy imported FROM '\(rows)' CSV") }
        try shell.run("DROP TABLE imported;")
        try FileManager.default.removeItem(atPath: rows)
        return seconds
    }

    func copy(_ table: String, toEndpoints numbers: ClosedRange<Int>, of times: Range<Timestamp>) throws {
        let columns = try shell.run(
            """
            SELECT string_agg(column_name, ', ') FROM information_schema.columns
            WHERE table_name = '\(table)' AND column_name <> 'api_name';
            """)
        try shell.run(
            """
            CREATE TEMP TABLE copied AS SELECT \(columns) FROM \(table)
            WHERE api_name = '\(MadeFleet.name(1))' AND timestamp >= '\(times.lowerBound.rfc3339)'
                AND timestamp < '\(times.upperBound.rfc3339)';
            CREATE INDEX ON copied (timestamp);
            ANALYZE copied;
            DO $$
            DECLARE moment timestamptz;
            BEGIN
                FOR moment IN SELECT timestamp FROM copied ORDER BY 1 LOOP
                    INSERT INTO \(table) (api_name, \(columns))
                    SELECT 'api-' || lpad(n::text, greatest(4, length(n::text)), '0'), \(columns)
                    FROM copied, generate_series(\(numbers.lowerBound), \(numbers.upperBound)) n
                    WHERE timestamp = moment;
                END LOOP;
            END $$;
            """)
    }
}
