/// How strange a probe is, or how grave an incident.
package enum Severity: Int, Sendable, Hashable, Comparable, Codable, CaseIterable, CustomStringConvertible {
    case medium = 1
    case high
    case critical

    package var description: String {
        switch self {
        case .medium: "medium"
        case .high: "high"
        case .critical: "critical"
        }
    }

    package init?(name: String) {
        guard let match = Severity.allCases.first(where: { $0.description == name }) else { return nil }
        self = match
    }

    package static func < (lhs: Severity, rhs: Severity) -> Bool { lhs.rawValue < rhs.rawValue }
}

/// The decision scores below which a probe is of a severity; lower is stranger.
package struct SeverityThresholds: Sendable, Hashable {
    package var medium: Double
    package var high: Double
    package var critical: Double

    package init(medium: Double = 0, high: Double = -0.1, critical: Double = -0.2) {
        self.medium = medium
        self.high = high
        self.critical = critical
    }

    /// The severity of a decision score, or nil when it is normal.
    package func severity(of score: Double) -> Severity? {
        if score < critical { return .critical }
        if score < high { return .high }
        return score < medium ? .medium : nil
    }
}
