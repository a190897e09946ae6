import SondeCore

/// The columns that are read, in the order in which the rows' readers below take them.
enum RowForm {
    static let resultColumns = """
        timestamp, location, response_time_ms, status_code, response_size_bytes, error_category, error_message, dns_ms,
        connect_ms, tls_ms, ttfb_ms, transfer_ms
        """

    static let anomalyColumns = """
        api_name, timestamp, location, response_time_ms, anomaly_score, surprise, severity, reasons
        """

    static let incidentColumns = """
        id, api_name, kind, severity, opened_at, closed_at, reason, excused_at, patterns, scope, parent, flapping,
        acknowledged_at, acknowledged_by, quiet
        """

    static let rollupColumns = """
        timestamp, count, failures, total_ms, min_ms, max_ms, dns_count, dns_total_ms, connect_count, connect_total_ms,
        tls_count, tls_total_ms, ttfb_count, ttfb_total_ms, transfer_count, transfer_total_ms, histogram
        """
}

extension PostgresRows {
    func result(_ row: Int, of endpoint: String) -> ProbeResult {
        ProbeResult(
            endpoint: endpoint, timestamp: time(row, 0), responseTime: milliseconds(row, 2),
            phases: phases(row, from: 7), statusCode: optionalInteger(row, 3), responseSize: integer(row, 4),
            failure: optionalText(row, 5).map {
                ProbeFailure(ProbeFailure.Category(rawValue: $0) ?? .other, optionalText(row, 6) ?? "")
            }, location: text(row, 1))
    }

    func phases(_ row: Int, from column: Int) -> PhaseTimings {
        PhaseTimings(
            dns: milliseconds(row, column), connect: milliseconds(row, column + 1), tls: milliseconds(row, column + 2),
            ttfb: milliseconds(row, column + 3), transfer: milliseconds(row, column + 4))
    }

    func anomaly(_ row: Int) -> Anomaly {
        let reasons = text(row, 7)
        return Anomaly(
            endpoint: text(row, 0), timestamp: time(row, 1), responseTime: milliseconds(row, 3), score: double(row, 4),
            surprise: optionalDouble(row, 5), severity: optionalText(row, 6).flatMap(Severity.init(name:)),
            reasons: reasons.isEmpty ? [] : reasons.split(separator: "; ").map(String.init), location: text(row, 2))
    }

    func incident(_ row: Int) throws -> Incident {
        Incident(
            id: text(row, 0), endpoint: text(row, 1), scope: Incident.Scope(rawValue: text(row, 9)) ?? .endpoint,
            kind: Incident.Kind(rawValue: text(row, 2)) ?? .failure,
            severity: Severity(name: text(row, 3)) ?? .critical, openedAt: time(row, 4), closedAt: optionalTime(row, 5),
            reason: text(row, 6), patterns: try JSONText.decode([FaultPattern].self, from: text(row, 8)),
            excusedAt: optionalTime(row, 7), parent: optionalText(row, 10), isFlapping: integer(row, 11) == 1,
            acknowledgement: optionalTime(row, 12).map { .init(at: $0, by: optionalText(row, 13) ?? "") },
            quiet: optionalText(row, 14).flatMap(Incident.Quiet.init(rawValue:)))
    }

    func detectorState(_ row: Int, from column: Int) -> DetectorState {
        DetectorState(savedAt: time(row, column), bytes: Array(bytes(row, column + 1)))
    }

    func rollup(_ row: Int) -> Rollup {
        var rollup = Rollup()
        rollup.count = integer(row, 1)
        rollup.failures = integer(row, 2)
        rollup.total = milliseconds(row, 3) ?? .zero
        rollup.min = milliseconds(row, 4)
        rollup.max = milliseconds(row, 5)
        rollup.phases.dns = phaseSum(row, from: 6)
        rollup.phases.connect = phaseSum(row, from: 8)
        rollup.phases.tls = phaseSum(row, from: 10)
        rollup.phases.ttfb = phaseSum(row, from: 12)
        rollup.phases.transfer = phaseSum(row, from: 14)
        // What cannot be read is as nothing; `sonde db rebuild-rollups` makes it anew.
        rollup.histogram = Histogram(integers(row, 16).map(Histogram.Bucket.init(packed:))) ?? Histogram()
        return rollup
    }

    private func phaseSum(_ row: Int, from column: Int) -> PhaseSums.Sum {
        PhaseSums.Sum(total: milliseconds(row, column + 1) ?? .zero, count: optionalInteger(row, column) ?? 0)
    }
}

extension Histogram.Bucket {
    /// As `histogram_value` takes it: the index above, the count in the lower 21 bits.
    init(packed: Int32) {
        self.init(index: UInt16(truncatingIfNeeded: packed >> 21), count: UInt32(packed & 0x1f_ffff))
    }
}
