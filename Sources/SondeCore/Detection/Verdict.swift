/// What the detector says of one probe.
package struct Verdict: Sendable, Hashable {
    /// The forest's decision function: below 0 is anomalous. Nil while learning and for a failed probe.
    package var score: Double?
    /// -log10 of the calibrated tail probability: 2 means one probe in a hundred is as strange. Above that it ranks what is
    /// strange, and is an extrapolation; see docs/detection.md. Of a failed probe, how rare failures are. Nil while
    /// learning.
    package var surprise: Double?
    /// Nil means normal.
    package var severity: Severity?
    /// In a person's words, the strongest first.
    package var reasons: [String]
    /// The fault that is under way; it may last beyond the probes that show it. Nil while all is well.
    package var fault: Fault?
    /// What the fault has looked like so far, the part that it was told by first; empty for failures, which the incident
    /// counts itself, and for series.
    package var patterns: [FaultPattern] = []

    package init(
        score: Double? = nil, surprise: Double? = nil, severity: Severity? = nil, reasons: [String] = [],
        fault: Fault? = nil
    ) {
        self.score = score
        self.surprise = surprise
        self.severity = severity
        self.reasons = reasons
        self.fault = fault
    }

    /// Whether the probe becomes an anomaly row and a dot on the chart.
    package var isMark: Bool { score != nil && severity != nil }
}

/// A marked probe, as it is stored and charted.
package struct Anomaly: Sendable, Hashable {
    package var endpoint: String
    package var timestamp: Timestamp
    package var responseTime: Duration?
    package var score: Double
    package var surprise: Double?
    package var severity: Severity?
    package var reasons: [String]
    package var location: String

    package init(
        endpoint: String, timestamp: Timestamp, responseTime: Duration?, score: Double, surprise: Double?,
        severity: Severity?, reasons: [String], location: String = "local"
    ) {
        self.endpoint = endpoint
        self.timestamp = timestamp
        self.responseTime = responseTime
        self.score = score
        self.surprise = surprise
        self.severity = severity
        self.reasons = reasons
        self.location = location
    }
}
