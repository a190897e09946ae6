package import SondeCore

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
}
