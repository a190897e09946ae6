import Foundation
import GRDB
package import SondeCore

extension SQLiteStore {
    private static let resultColumns = """
        r.timestamp, r.location, r.response_us, r.status, r.size, r.error_category, r.error_message, r.dns_us,
        r.connect_us, r.tls_us, r.ttfb_us, r.transfer_us
        """

    package func results(for endpoint: String, in range: Range<Timestamp>, limit: Int) async throws -> [ProbeResult] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT \(Self.resultColumns) FROM results r
                    WHERE r.endpoint_id = (SELECT id FROM endpoints WHERE name = ?)
                      AND r.timestamp >= ? AND r.timestamp < ?
                    ORDER BY r.timestamp DESC LIMIT ?
                    """,
                arguments: [endpoint, range.lowerBound.microseconds, range.upperBound.microseconds, limit]
            ).map { ProbeResult($0, endpoint: endpoint) }.reversed()
        }
    }

    /// The index is named because SQLite would else take the key and read every row of a healthy endpoint.
    static let selectFailures = """
        SELECT \(resultColumns) FROM results r INDEXED BY failed_results
        WHERE r.endpoint_id = (SELECT id FROM endpoints WHERE name = ?)
          AND r.timestamp < ? AND r.error_category IS NOT NULL
        ORDER BY r.timestamp DESC LIMIT ?
        """

    package func failures(for endpoint: String, before end: Timestamp, limit: Int) async throws -> [ProbeResult] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: Self.selectFailures, arguments: [endpoint, end.microseconds, limit]
            ).map { ProbeResult($0, endpoint: endpoint) }
        }
    }

    package func series(
        for endpoint: String, in range: Range<Timestamp>, step: Duration
    ) async throws -> [SeriesPoint] {
        let step = max(1, step.microseconds)
        return try await read { db in
            var steps: [Int64: Rollup] = [:]
            try db.eachPiece(
                of: endpoint, in: range, step: step,
                rollup: { steps[$0 / step * step, default: Rollup()].add($1) },
                result: { steps[$0 / step * step, default: Rollup()].add($1) })
            return steps.sorted { $0.key < $1.key }.map { SeriesPoint($1, at: Timestamp(microseconds: $0)) }
        }
    }

    package func summary(of endpoint: String, in range: Range<Timestamp>) async throws -> Rollup {
        try await read { db in
            var summary = Rollup()
            try db.eachPiece(
                of: endpoint, in: range, step: RollupStep.hour.microseconds, rollup: { summary.add($1) },
                result: { summary.add($1) })
            return summary
        }
    }

    package func anomalies(for endpoint: String?, in range: Range<Timestamp>, limit: Int) async throws -> [Anomaly] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT e.name, a.timestamp, a.location, a.response_us, a.score, a.surprise, a.severity, a.reasons
                    FROM anomaly_rows a JOIN endpoints e ON e.id = a.endpoint_id
                    WHERE a.timestamp >= ? AND a.timestamp < ?
                    \(endpoint == nil ? "" : "AND a.endpoint_id = (SELECT id FROM endpoints WHERE name = ?)")
                    ORDER BY a.timestamp DESC LIMIT ?
                    """,
                arguments: [range.lowerBound.microseconds, range.upperBound.microseconds]
                    + (endpoint.map { [$0] } ?? []) + [limit]
            ).map(Anomaly.init)
        }
    }

    package func incidents(for endpoint: String?, in range: Range<Timestamp>, limit: Int) async throws -> [Incident] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    \(Self.selectIncidents)
                    WHERE i.opened_at < ? AND (i.closed_at IS NULL OR i.closed_at >= ?)
                    \(endpoint == nil ? "" : "AND e.name = ?")
                    ORDER BY i.opened_at DESC LIMIT ?
                    """,
                arguments: [range.upperBound.microseconds, range.lowerBound.microseconds]
                    + (endpoint.map { [$0] } ?? []) + [limit]
            ).map(Incident.init)
        }
    }

    package func openIncidents() async throws -> [Incident] {
        try await read { db in
            try Row.fetchAll(db, sql: "\(Self.selectIncidents) WHERE i.closed_at IS NULL ORDER BY i.opened_at")
                .map(Incident.init)
        }
    }

    package func incident(_ id: String) async throws -> Incident? {
        try await read { db in
            try Row.fetchOne(db, sql: "\(Self.selectIncidents) WHERE i.id = ?", arguments: [id]).map(Incident.init)
        }
    }

    package func excusedIncidents() async throws -> [Incident] {
        try await read { db in
            try Row.fetchAll(
                db, sql: "\(Self.selectIncidents) WHERE i.excused_at IS NOT NULL ORDER BY i.opened_at"
            ).map(Incident.init)
        }
    }

    /// All columns there are: a file of an older Sonde that is only read has fewer.
    static let selectIncidents = "SELECT e.name, i.* FROM incident_rows i JOIN endpoints e ON e.id = i.endpoint_id"

    package func incidentStates() async throws -> [String: IncidentState] {
        try await read { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT e.name, s.state FROM incident_states s JOIN endpoints e ON e.id = s.endpoint_id")
            var states: [String: IncidentState] = [:]
            for row in rows {
                let text: String = row["state"]
                states[row["name"]] = try JSONText.decode(IncidentState.self, from: text)
            }
            return states
        }
    }

    package func detectorStates<Value: Sendable>(
        _ make: @escaping @Sendable (String, DetectorState) -> Value
    ) async throws -> [String: Value] {
        // What is made of a state takes longer than its reading: both are done in parts side by side.
        let parts = max(1, min(Self.mostReaders, ProcessInfo.processInfo.activeProcessorCount))
        return try await withThrowingTaskGroup(of: [String: Value].self) { group in
            for part in 0..<parts { group.addTask { try await self.detectorStates(part: part, of: parts, make) } }
            var states: [String: Value] = [:]
            for try await some in group { states.merge(some) { _, new in new } }
            return states
        }
    }

    /// Within what a pool opens for reading.
    private static let mostReaders = 4

    private func detectorStates<Value: Sendable>(
        part: Int, of parts: Int, _ make: @escaping @Sendable (String, DetectorState) -> Value
    ) async throws -> [String: Value] {
        try await read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT e.name, s.saved_at, s.state
                    FROM detector_states s JOIN endpoints e ON e.id = s.endpoint_id WHERE s.endpoint_id % ? = ?
                    """, arguments: [parts, part])
            var states: [String: Value] = [:]
            while let row = try rows.next() {
                let name: String = row[0]
                states[name] = make(name, try DetectorState(row))
            }
            return states
        }
    }

    package func detectorState(of endpoint: String) async throws -> DetectorState? {
        try await read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT NULL, saved_at, state FROM detector_states
                    WHERE endpoint_id = (SELECT id FROM endpoints WHERE name = ?)
                    """, arguments: [endpoint]
            ).map(DetectorState.init)
        }
    }
}
