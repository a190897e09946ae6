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
    /// Why nobody would have been told of it, from its beginning to its end; nil unless `ReplayedMessages` found a reason.
    package internal(set) var quiet: Incident.Quiet?

    /// The id of the incident; nil for a series of numbers.
    var incident: String? { steps.lazy.compactMap { $0.action?.incident.id }.first }

    /// What one probe did to the incident.
    package struct Step: Sendable, Hashable {
        package var result: ProbeResult
        /// Up to this probe.
        package var failuresInARow: Int
        /// Nil where only the failures in a row count.
        package var action: IncidentAction?
    }
}
