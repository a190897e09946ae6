import Foundation
import GRDB
import SondeCore

extension OpenDatabase {
    /// Inserts a batch within the transaction of `db`; returns the ids to remember after the commit.
    func insert(_ batch: WriteBatch, in db: Database) throws -> [String: Int64] {
        var found: [String: Int64] = [:]
        try insert(batch.results, &found, in: db)
        try insert(batch.anomalies, &found, in: db)
        try upsert(batch.incidents, &found, in: db)
        try db.insert(batch.timeline)
        try db.upsert(batch.notices)
        try db.upsert(batch.silences)
        try upsert(batch.incidentStates, &found, in: db)
        try upsert(batch.detectorStates, &found, in: db)
        return found
    }

    private func insert(_ results: [ProbeResult], _ found: inout [String: Int64], in db: Database) throws {
        guard !results.isEmpty else { return }
        var row = try RowInsertion(
            """
            INSERT OR IGNORE INTO results (endpoint_id, timestamp, location, response_us, status, size,
                error_category, error_message, dns_us, connect_us, tls_us, ttfb_us, transfer_us)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, in: db)
        for result in results {
            row.bind(try endpointID(result.endpoint, &found, in: db))
            row.bind(result.timestamp.microseconds)
            row.bind(result.location)
            row.bind(result.responseTime)
            row.bind(result.statusCode)
            row.bind(result.responseSize)
            row.bind(result.failure?.category.rawValue)
            row.bind(result.failure?.message)
            row.bind(result.phases.dns)
            row.bind(result.phases.connect)
            row.bind(result.phases.tls)
            row.bind(result.phases.ttfb)
            row.bind(result.phases.transfer)
            try row.insert()
        }
        try markStale(results, found, in: db)
    }

    /// Of what is rolled up already, or just now, the hour is to be rolled up again.
    private func markStale(_ results: [ProbeResult], _ found: [String: Int64], in db: Database) throws {
        let begun = try RollupProgress(in: db).begun
        var found = found
        for result in results where result.timestamp.microseconds < begun {
            try db.markStale(
                endpointID(result.endpoint, &found, in: db), RollupStep.hour.beginning(result.timestamp.microseconds))
        }
    }

    private func insert(_ anomalies: [Anomaly], _ found: inout [String: Int64], in db: Database) throws {
        guard !anomalies.isEmpty else { return }
        var row = try RowInsertion(
            """
            INSERT OR IGNORE INTO anomaly_rows (endpoint_id, timestamp, location, response_us, score, surprise,
                severity, reasons)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """, in: db)
        for anomaly in anomalies {
            row.bind(try endpointID(anomaly.endpoint, &found, in: db))
            row.bind(anomaly.timestamp.microseconds)
            row.bind(anomaly.location)
            row.bind(anomaly.responseTime)
            row.bind(anomaly.score)
            row.bind(anomaly.surprise)
            row.bind(anomaly.severity?.rawValue)
            row.bind(anomaly.reasons.joined(separator: "; "))
            try row.insert()
        }
    }

    private func upsert(_ incidents: [Incident], _ found: inout [String: Int64], in db: Database) throws {
        guard !incidents.isEmpty else { return }
        let statement = try db.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO incident_rows (id, endpoint_id, kind, severity, opened_at, closed_at, reason,
                    patterns, excused_at, scope, parent, flapping, acknowledged_at, acknowledged_by, quiet)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        for incident in incidents {
            // The name of what many endpoints share stands among those of the endpoints.
            let endpoint = try endpointID(incident.endpoint, &found, in: db)
            try statement.execute(arguments: [
                incident.id, endpoint, incident.kind.rawValue, incident.severity.rawValue,
                incident.openedAt.microseconds, incident.closedAt?.microseconds, incident.reason,
                JSONText.encode(incident.patterns), incident.excusedAt?.microseconds, incident.scope.rawValue,
                incident.parent, incident.isFlapping, incident.acknowledgement?.at.microseconds,
                incident.acknowledgement?.by, incident.quiet?.rawValue,
            ])
        }
    }

    private func upsert(
        _ states: [String: IncidentState?], _ found: inout [String: Int64], in db: Database
    ) throws {
        for (endpoint, state) in states {
            let id = try endpointID(endpoint, &found, in: db)
            guard let state else {
                try db.execute(sql: "DELETE FROM incident_states WHERE endpoint_id = ?", arguments: [id])
                continue
            }
            try db.execute(
                sql: "INSERT OR REPLACE INTO incident_states (endpoint_id, state) VALUES (?, ?)",
                arguments: [id, JSONText.encode(state)])
        }
    }

    private func upsert(
        _ states: [String: DetectorState?], _ found: inout [String: Int64], in db: Database
    ) throws {
        for (endpoint, state) in states {
            let id = try endpointID(endpoint, &found, in: db)
            guard let state else {
                try db.execute(sql: "DELETE FROM detector_states WHERE endpoint_id = ?", arguments: [id])
                continue
            }
            try db.cachedStatement(
                sql: "INSERT OR REPLACE INTO detector_states (endpoint_id, saved_at, state) VALUES (?, ?, ?)"
            ).execute(arguments: [id, state.savedAt.microseconds, Data(state.bytes)])
        }
    }
}
