package import SondeCore

extension PostgresStore {
    package func append(_ batch: WriteBatch) async throws {
        guard !batch.isEmpty else { return }
        let layout = try await layout()
        if layout == .partitions { try await makePartitions(for: batch) }
        // Chunks are compressed after seven days.
        let compressed = layout == .timescale ? SystemClock().now.advanced(by: .seconds(-6 * 86_400)) : nil
        do {
            try await writer.transaction(Self.opening) { connection in
                try connection.insert(batch.results, compressedBefore: compressed)
                try connection.insert(batch.anomalies, compressedBefore: compressed)
                for incident in batch.incidents { try connection.replace(incident) }
                try connection.insert(batch.timeline)
                for notice in batch.notices { try connection.replace(notice) }
                for silence in batch.silences { try connection.replace(silence) }
                for (endpoint, state) in batch.incidentStates { try connection.replace(state, of: endpoint) }
                for (endpoint, state) in batch.detectorStates { try connection.replace(state, of: endpoint) }
            }
        } catch {
            await doubt()
            throw error
        }
    }

    /// Who moves the time up to which results are rolled up waits for this transaction, or this one sees the new time.
    private static let opening =
        "BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock_shared(\(AdvisoryLock.append.key))"

    private func makePartitions(for batch: WriteBatch) async throws {
        var needed: Set<Partition> = []
        // Rows come in the order of time: days change seldom.
        var last: Partition?
        for result in batch.results where last?.holds(result.timestamp) != true {
            last = Partition(of: "api_metrics", holding: result.timestamp)
            if let last { needed.insert(last) }
        }
        for anomaly in batch.anomalies {
            needed.insert(Partition(of: "anomalies", holding: anomaly.timestamp))
        }
        try await make(needed, on: writer)
    }
}

extension PostgresConnection {
    /// - Parameter time: Results from before it may lie in a compressed chunk.
    fileprivate func insert(_ results: [ProbeResult], compressedBefore time: Timestamp?) throws {
        guard !results.isEmpty else { return }
        var columns = ResultColumns(reserving: results.count)
        var isLate = false
        for result in results {
            columns.append(result)
            if let time, result.timestamp < time { isLate = true }
        }
        let insertion = ResultColumns.insertion
        try change(isLate ? insertion.lateStatement : insertion.statement, columns.parameters)
        try markStale(results)
    }

    /// Of what is rolled up already, or just now, the hour is to be rolled up again.
    private func markStale(_ results: [ProbeResult]) throws {
        let begun = try RollupProgress(on: self).begun
        var hours: [String: Set<Timestamp>] = [:]
        for result in results where result.timestamp < begun {
            let hour = RollupStep.hour.beginning(result.timestamp.microseconds)
            hours[result.endpoint, default: []].insert(Timestamp(microseconds: hour))
        }
        try StaleHours.mark(hours, on: self)
    }

    fileprivate func insert(_ anomalies: [Anomaly], compressedBefore time: Timestamp?) throws {
        guard !anomalies.isEmpty else { return }
        var columns = AnomalyColumns(reserving: anomalies.count)
        for anomaly in anomalies { columns.append(anomaly) }
        let isLate = time.map { time in anomalies.contains { $0.timestamp < time } } ?? false
        let insertion = AnomalyColumns.insertion
        try change(isLate ? insertion.lateStatement : insertion.statement, columns.parameters)
    }

    fileprivate func replace(_ incident: Incident) throws {
        try change(
            """
            INSERT INTO incidents (id, api_name, kind, severity, opened_at, closed_at, reason, excused_at, patterns,
                scope, parent, flapping, acknowledged_at, acknowledged_by, quiet)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            ON CONFLICT (id) DO UPDATE SET api_name = excluded.api_name, kind = excluded.kind,
                severity = excluded.severity, opened_at = excluded.opened_at, closed_at = excluded.closed_at,
                reason = excluded.reason, excused_at = excluded.excused_at, patterns = excluded.patterns,
                scope = excluded.scope, parent = excluded.parent, flapping = excluded.flapping,
                acknowledged_at = excluded.acknowledged_at, acknowledged_by = excluded.acknowledged_by,
                quiet = excluded.quiet
            """,
            [
                .text(incident.id), .text(incident.endpoint), .text(incident.kind.rawValue),
                .text(incident.severity.description), .timestamp(incident.openedAt), .timestamp(incident.closedAt),
                .text(incident.reason), .timestamp(incident.excusedAt), .text(try JSONText.encode(incident.patterns)),
                .text(incident.scope.rawValue), .text(incident.parent), .bool(incident.isFlapping),
                .timestamp(incident.acknowledgement?.at), .text(incident.acknowledgement?.by),
                .text(incident.quiet?.rawValue),
            ])
    }

    fileprivate func replace(_ state: IncidentState?, of endpoint: String) throws {
        guard let state else {
            try change("DELETE FROM incident_states WHERE api_name = $1", [.text(endpoint)])
            return
        }
        try change(
            """
            INSERT INTO incident_states (api_name, state) VALUES ($1, $2)
            ON CONFLICT (api_name) DO UPDATE SET state = excluded.state
            """, [.text(endpoint), .text(try JSONText.encode(state))])
    }

    fileprivate func replace(_ state: DetectorState?, of endpoint: String) throws {
        guard let state else {
            try change("DELETE FROM detector_states WHERE api_name = $1", [.text(endpoint)])
            return
        }
        try change(
            """
            INSERT INTO detector_states (api_name, saved_at, state) VALUES ($1, $2, $3)
            ON CONFLICT (api_name) DO UPDATE SET saved_at = excluded.saved_at, state = excluded.state
            """, [.text(endpoint), .timestamp(state.savedAt), .bytes(state.bytes)])
    }
}
