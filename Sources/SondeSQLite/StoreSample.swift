import GRDB
import SondeCore

/// How many rows there are and how long they are, told from a few endpoints that lie evenly among all.
struct StoreSample {
    private static let mostEndpoints = 16

    private var rows: [String: Int] = [:]
    private var bytes: [String: Double] = [:]

    init(in db: Database) throws {
        let ids = try Int64.fetchAll(db, sql: "SELECT id FROM endpoints ORDER BY id")
        let few = min(ids.count, Self.mostEndpoints)
        let sample = (0..<few).map { ids[$0 * ids.count / few] }
        for (name, table, length) in Self.clustered {
            var (count, total) = (0, 0)
            for id in sample {
                let row = try Row.fetchOne(
                    db, sql: "SELECT count(*), coalesce(sum(\(length)), 0) FROM \(table) WHERE endpoint_id = ?",
                    arguments: [id])
                count += row?[0] ?? 0
                total += row?[1] ?? 0
            }
            let share = Double(ids.count) / Double(max(1, few))
            rows[name] = Int((Double(count) * share).rounded())
            bytes[name] = Double(total) * share
        }
        for (name, table, length) in Self.whole {
            let row = try Row.fetchOne(db, sql: "SELECT count(*), coalesce(sum(\(length)), 0) FROM \(table)")
            rows[name] = row?[0] ?? 0
            bytes[name] = row?[1] ?? 0
        }
    }

    /// Divides what is used as the rows are long.
    func parts(of used: Int) -> [StoreSize.Part] {
        let total = max(1, bytes.values.reduce(0, +))
        return (Self.clustered + Self.whole).map { name, _, _ in
            StoreSize.Part(
                name: name, rows: rows[name] ?? 0,
                bytes: Int((Double(used) * (bytes[name] ?? 0) / total).rounded()))
        }
    }

    /// Tables in which the rows of an endpoint lie side by side, and about how many bytes a row takes: what its numbers
    /// do, and its texts.
    private static let clustered = [
        ("results", "results", "42 + length(location) + coalesce(length(error_category) + length(error_message), 0)"),
        ("anomalies", "anomaly_rows", "64 + length(location) + length(reasons)"),
        ("minute roll-ups", RollupStep.minute.table, "32 + length(phases) + length(histogram)"),
        ("hour roll-ups", RollupStep.hour.table, "32 + length(phases) + length(histogram)"),
    ]

    private static let alerts = """
        (SELECT 240 + length(incident) + coalesce(length(fault), 0) + coalesce(length(message), 0) AS length
         FROM notice_rows
         UNION ALL SELECT 64 + length(text) FROM timeline_rows
         UNION ALL SELECT 160 + length(matcher) + length(schedule) + length(comment) FROM silence_rows)
        """

    private static let whole = [
        ("incidents", "incident_rows", "120 + length(reason) + coalesce(length(patterns), 0)"),
        ("alerts", alerts, "length"),
        ("detectors", "detector_states", "16 + length(state)"),
    ]
}
