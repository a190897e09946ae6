/// A stretch of trouble at one endpoint, told once when it opens and once when it is over.
package struct Incident: Sendable, Hashable {
    /// Unique and stable: made from the endpoint's name and the opening time.
    package var id: String
    package var endpoint: String
    package var kind: Kind
    package var severity: Severity
    package var openedAt: Timestamp
    /// Nil while it is open.
    package var closedAt: Timestamp?
    /// Why it was opened, in a person's words.
    package var reason: String
    /// What the fault has looked like so far, the part that it was told by first; empty for an incident from before Sonde
    /// kept that.
    package var patterns: [FaultPattern]
    /// When a person said that this was no fault; nil if nobody did.
    package var excusedAt: Timestamp?

    package init(
        id: String, endpoint: String, kind: Kind, severity: Severity, openedAt: Timestamp, closedAt: Timestamp? = nil,
        reason: String, patterns: [FaultPattern] = [], excusedAt: Timestamp? = nil
    ) {
        self.id = id
        self.endpoint = endpoint
        self.kind = kind
        self.severity = severity
        self.openedAt = openedAt
        self.closedAt = closedAt
        self.reason = reason
        self.patterns = patterns
        self.excusedAt = excusedAt
    }

    package var isOpen: Bool { closedAt == nil }

    /// What opened it.
    package enum Kind: String, Sendable, Codable, CaseIterable {
        /// Probes failed.
        case failure
        /// Probes succeeded but were not normal.
        case anomaly
    }
}
