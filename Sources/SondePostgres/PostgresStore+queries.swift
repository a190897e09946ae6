package import SondeCore

extension PostgresStore {
    package func results(for endpoint: String, in range: Range<Timestamp>, limit: Int) async throws -> [ProbeResult] {
        try await read { connection in
            try connection.query(
                """
                SELECT \(RowForm.resultColumns) FROM api_metrics
                WHERE api_name = $1 AND timestamp >= $2 AND timestamp < $3 ORDER BY timestamp DESC LIMIT $4
                """,
                [.text(endpoint), .timestamp(range.lowerBound), .timestamp(range.upperBound), .bigint(Int64(limit))]
            ) { rows in (0..<rows.count).reversed().map { rows.result($0, of: endpoint) } }
        }
    }

    package func failures(for endpoint: String, before end: Timestamp, limit: Int) async throws -> [ProbeResult] {
        try await read { connection in
            try connection.query(
                """
                SELECT \(RowForm.resultColumns) FROM api_metrics
                WHERE api_name = $1 AND timestamp < $2 AND NOT success ORDER BY timestamp DESC LIMIT $3
                """, [.text(endpoint), .timestamp(end), .bigint(Int64(limit))]
            ) { rows in (0..<rows.count).map { rows.result($0, of: endpoint) } }
        }
    }

    package func anomalies(for endpoint: String?, in range: Range<Timestamp>, limit: Int) async throws -> [Anomaly] {
        try await read { connection in
            try connection.query(
                """
                SELECT \(RowForm.anomalyColumns) FROM anomalies
                WHERE timestamp >= $1 AND timestamp < $2 \(endpoint == nil ? "" : "AND api_name = $4")
                ORDER BY timestamp DESC LIMIT $3
                """,
                [.timestamp(range.lowerBound), .timestamp(range.upperBound), .bigint(Int64(limit))]
                    + (endpoint.map { [.text($0)] } ?? [])
            ) { rows in (0..<rows.count).map(rows.anomaly) }
        }
    }

    package func incidents(for endpoint: String?, in range: Range<Timestamp>, limit: Int) async throws -> [Incident] {
        try await incidents(
            where: """
                opened_at < $1 AND (closed_at IS NULL OR closed_at >= $2) \(endpoint == nil ? "" : "AND api_name = $4")
                ORDER BY opened_at DESC LIMIT $3
                """,
            [.timestamp(range.upperBound), .timestamp(range.lowerBound), .bigint(Int64(limit))]
                + (endpoint.map { [.text($0)] } ?? []))
    }

    package func incident(_ id: String) async throws -> Incident? {
        try await incidents(where: "id = $1", [.text(id)]).first
    }

    package func excusedIncidents() async throws -> [Incident] {
        try await incidents(where: "excused_at IS NOT NULL ORDER BY opened_at")
    }

    package func openIncidents() async throws -> [Incident] {
        try await incidents(where: "closed_at IS NULL ORDER BY opened_at")
    }

    func incidents(where condition: String, _ parameters: [PostgresValue] = []) async throws -> [Incident] {
        try await read { connection in
            try connection.query(
                "SELECT \(RowForm.incidentColumns) FROM incidents WHERE \(condition)", parameters
            ) { rows in try (0..<rows.count).map(rows.incident) }
        }
    }

    package func incidentStates() async throws -> [String: IncidentState] {
        try await read { connection in
            try connection.query("SELECT api_name, state FROM incident_states") { rows in
                var states: [String: IncidentState] = [:]
                for row in 0..<rows.count {
                    states[rows.text(row, 0)] = try JSONText.decode(IncidentState.self, from: rows.text(row, 1))
                }
                return states
            }
        }
    }

    package func hourlyCounts(in range: Range<Timestamp>) async throws -> [String: [Int: ProbeCounts]] {
        try await read { connection in
            let pieces = RollupPieces(
                of: range.lowerBound.microseconds..<range.upperBound.microseconds,
                done: try RollupProgress(on: connection).done.microseconds, step: RollupStep.hour.microseconds)
            var counts: [String: [Int: ProbeCounts]] = [:]
            try connection.eachCount(in: pieces) { endpoint, hour, some in
                counts[endpoint, default: [:]][hour, default: ProbeCounts()].total += some.total
                counts[endpoint, default: [:]][hour, default: ProbeCounts()].failures += some.failures
            }
            return counts
        }
    }
}

extension PostgresStore {
    /// As many at a time as memory holds easily: each may be 200 KB.
    private static let statesAtOnce: Int64 = 100

    package func detectorStates<Value: Sendable>(
        _ make: @escaping @Sendable (String, DetectorState) -> Value
    ) async throws -> [String: Value] {
        // What is made of a state takes longer than its reading: both are done in parts side by side.
        let parts = readers.connections.count
        return try await withThrowingTaskGroup(of: [String: Value].self) { group in
            for part in 0..<parts { group.addTask { try await self.detectorStates(part: part, of: parts, make) } }
            var states: [String: Value] = [:]
            for try await some in group { states.merge(some) { _, new in new } }
            return states
        }
    }

    private func detectorStates<Value: Sendable>(
        part: Int, of parts: Int, _ make: @escaping @Sendable (String, DetectorState) -> Value
    ) async throws -> [String: Value] {
        try await read { connection in
            var states: [String: Value] = [:]
            var last: String? = ""
            while let previous = last {
                last = try connection.query(
                    """
                    SELECT api_name, saved_at, state FROM detector_states
                    WHERE api_name > $1 AND abs(hashtext(api_name)::bigint) % $2 = $3 ORDER BY api_name LIMIT $4
                    """, [.text(previous), .bigint(Int64(parts)), .bigint(Int64(part)), .bigint(Self.statesAtOnce)]
                ) { rows in
                    for row in 0..<rows.count {
                        let name = rows.text(row, 0)
                        states[name] = make(name, rows.detectorState(row, from: 1))
                    }
                    return rows.count == 0 ? nil : rows.text(rows.count - 1, 0)
                }
            }
            return states
        }
    }

    package func detectorState(of endpoint: String) async throws -> DetectorState? {
        try await read { connection in
            try connection.query("SELECT saved_at, state FROM detector_states WHERE api_name = $1", [.text(endpoint)]) {
                rows in rows.count == 0 ? nil : rows.detectorState(0, from: 0)
            }
        }
    }
}
