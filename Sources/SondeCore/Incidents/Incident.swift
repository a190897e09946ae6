/// A stretch of trouble at one endpoint, or at many of them together, told once when it opens and once when it is over.
package struct Incident: Sendable, Hashable, Codable {
    /// Unique and stable: made from the endpoint's name and the opening time.
    package var id: String
    /// What it is about: the endpoint's name, or for many endpoints the name of what they share, as `host:api.example.com`.
    package var endpoint: String
    package var scope: Scope
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
    /// The id of the incident of many endpoints that this one is part of.
    package var parent: String?
    /// It is one of a row of short ones, and is over only after a longer quiet.
    package var isFlapping: Bool
    /// Somebody is at it: no reminders and no escalation from then on.
    package var acknowledgement: Acknowledgement?
    /// Why nobody is told of it just now; nil when whoever is to be told is told.
    package var quiet: Quiet?

    package init(
        id: String, endpoint: String, scope: Scope = .endpoint, kind: Kind, severity: Severity, openedAt: Timestamp,
        closedAt: Timestamp? = nil, reason: String, patterns: [FaultPattern] = [], excusedAt: Timestamp? = nil,
        parent: String? = nil, isFlapping: Bool = false, acknowledgement: Acknowledgement? = nil, quiet: Quiet? = nil
    ) {
        self.id = id
        self.endpoint = endpoint
        self.scope = scope
        self.kind = kind
        self.severity = severity
        self.openedAt = openedAt
        self.closedAt = closedAt
        self.reason = reason
        self.patterns = patterns
        self.excusedAt = excusedAt
        self.parent = parent
        self.isFlapping = isFlapping
        self.acknowledgement = acknowledgement
        self.quiet = quiet
    }

    package var isOpen: Bool { closedAt == nil }

    /// The same for the same name and time, so that a repeated write replaces and never doubles.
    package static func identifier(of name: String, openedAt: Timestamp) -> String {
        String(openedAt.microseconds, radix: 36) + "-" + String(StableHash.of(name), radix: 36)
    }

    /// What it is about.
    package enum Scope: String, Sendable, Codable, CaseIterable {
        /// One endpoint.
        case endpoint
        /// Many endpoints of one host.
        case host
        /// Many endpoints of one group.
        case group
        /// Many of all endpoints.
        case fleet
        /// Sonde's own connection.
        case network
    }

    /// What opened it.
    package enum Kind: String, Sendable, Codable, CaseIterable {
        /// Probes failed.
        case failure
        /// Probes succeeded but were not normal.
        case anomaly
    }

    /// That somebody is at it.
    package struct Acknowledgement: Sendable, Hashable, Codable {
        package var at: Timestamp
        /// As that person gave it; empty when it was not given.
        package var by: String

        package init(at: Timestamp, by: String) {
            self.at = at
            self.by = by
        }
    }

    /// Why nobody is told of an open incident.
    package enum Quiet: String, Sendable, Codable, CaseIterable {
        /// A person silenced it.
        case silenced
        /// A maintenance window is open.
        case maintenance
        /// An endpoint that it depends on is down.
        case dependency
        /// Sonde itself has no network.
        case network
    }
}
