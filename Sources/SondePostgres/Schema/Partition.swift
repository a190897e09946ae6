import SondeCore

/// One partition of a table that grows with time: a day of UTC, or a month of roll-ups.
struct Partition: Hashable, Sendable {
    let table: String
    let beginning: Timestamp
    let end: Timestamp

    init(of table: String, holding time: Timestamp) {
        self.table = table
        let date = time.rfc3339
        let day = Self.isMonthly(table) ? date.prefix(7) + "-01" : date.prefix(10)
        // A date that was just written can be read.
        beginning = Timestamp(parsing: day + "T00:00:00Z") ?? time
        end =
            Self.isMonthly(table)
            ? Self.nextMonth(beginning) : beginning.advanced(by: .seconds(86_400))
    }

    private static func nextMonth(_ month: Timestamp) -> Timestamp {
        let within = month.advanced(by: .seconds(31 * 86_400))
        return Timestamp(parsing: within.rfc3339.prefix(7) + "-01T00:00:00Z") ?? within
    }

    /// From its name, as `minute_rollups_202601` or `api_metrics_20260115`; nil where it is none of Sonde's.
    init?(_ name: String, of table: String) {
        guard name.hasPrefix(table + "_") else { return nil }
        let digits = name.dropFirst(table.count + 1)
        let day = digits.dropFirst(6)
        let date = "\(digits.prefix(4))-\(digits.dropFirst(4).prefix(2))-\(day.isEmpty ? "01" : day)T00:00:00Z"
        guard let time = Timestamp(parsing: date) else { return nil }
        self.init(of: table, holding: time)
        guard self.name == name else { return nil }
    }

    private static func isMonthly(_ table: String) -> Bool { RollupStep.allCases.contains { $0.table == table } }

    var name: String {
        let digits = beginning.rfc3339.prefix(10).filter { $0 != "-" }
        return "\(table)_\(Self.isMonthly(table) ? digits.prefix(6) : digits.prefix(8))"
    }

    func holds(_ time: Timestamp) -> Bool { time >= beginning && time < end }
}

extension Partition {
    /// Makes those that are missing. An empty one is attached without anybody who reads having to wait.
    static func make(_ partitions: Set<Partition>, on connection: isolated PostgresConnection) throws {
        try connection.execute("SELECT pg_advisory_xact_lock(\(AdvisoryLock.partitions.key))")
        for partition in partitions.sorted(by: { $0.name < $1.name }) {
            let (exists, isAttached) = try connection.query(
                """
                SELECT to_regclass($1) IS NOT NULL,
                    EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass($1) AND inhparent = to_regclass($2))
                """, [.text(partition.name), .text(partition.table)]
            ) { ($0.integer(0, 0) == 1, $0.integer(0, 1) == 1) }
            guard !isAttached else { continue }
            if !exists {
                try connection.execute("CREATE TABLE \(partition.name) (LIKE \(partition.table) INCLUDING ALL)")
            }
            try connection.execute(
                """
                ALTER TABLE \(partition.table) ATTACH PARTITION \(partition.name)
                    FOR VALUES FROM ('\(partition.beginning.rfc3339)') TO ('\(partition.end.rfc3339)')
                """)
        }
    }

    /// All of a table, oldest first.
    static func all(of table: String, on connection: isolated PostgresConnection) throws -> [Partition] {
        try connection.query(
            """
            SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = to_regclass($1)
            """, [.text(table)]
        ) { rows in
            (0..<rows.count).compactMap { Partition(rows.text($0, 0), of: table) }
                .sorted { $0.beginning < $1.beginning }
        }
    }
}
