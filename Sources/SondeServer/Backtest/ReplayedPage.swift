package import SondeCore
package import SondeIncidents

/// A page that would have been sent: an incident of the past.
package struct ReplayedPage: Sendable, Hashable {
    package var apiName: String
    package var openedAt: Timestamp
    /// Nil while it is still open at the end of the record.
    package var closedAt: Timestamp?
    package var severity: Severity
    /// `failures`, `slow` and the others of `Fault.Kind`.
    package var kind: String
    /// In a person's words, the strongest first; never empty.
    package var reasons: [String]
    /// What the incident went through, for those who are told of it; empty for a series of numbers, of which nobody is.
    package internal(set) var steps: [Step] = []

    /// What one probe did to the incident.
    package struct Step: Sendable, Hashable {
        package var result: ProbeResult
        /// Up to this probe.
        package var failuresInARow: Int
        /// Nil where only the failures in a row count.
        package var action: IncidentAction?
    }
}
