import SondeCore

/// An incident that would have called someone, drawn as a shaded span.
struct PlotPage: Sendable, Equatable {
    let opened: Timestamp
    /// Nil where the record ends before it.
    let closed: Timestamp?
    /// `medium`, `high` or `critical`.
    let severity: String
    let kind: String
    let reasons: [String]
}
