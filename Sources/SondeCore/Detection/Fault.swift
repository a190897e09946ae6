/// A stretch of probes that are not normal, as the detector sees it while it lasts.
package struct Fault: Sendable, Hashable {
    package var kind: Kind
    /// The phase that is odd, where the whole is not; nil for the whole.
    package var phase: PhaseTimings.Phase?
    package var severity: Severity
    /// When enough was known to tell it.
    package var began: Timestamp
    /// In a person's words with figures, the strongest first; never empty.
    package var reasons: [String]

    package init(
        kind: Kind, phase: PhaseTimings.Phase? = nil, severity: Severity, began: Timestamp, reasons: [String]
    ) {
        self.kind = kind
        self.phase = phase
        self.severity = severity
        self.began = began
        self.reasons = reasons
    }

    /// What is not normal.
    package enum Kind: String, Sendable, Codable, CaseIterable {
        /// More probes fail than usual.
        case failures
        /// Answers are slow, most of them or a part.
        case slow
        /// Answers are far too fast.
        case fast
        /// Answers are too large, most of them or a part.
        case large
        /// Answers are too small, as truncated ones are.
        case small
        /// Values of a series lie far above the usual ones.
        case high
        /// Far below.
        case low
        /// Values of a series are 0, which is not usual.
        case zero
        /// Values of a series are missing more often than usual.
        case missing
    }
}
