import SondeCore

/// Incidents and notices in words.
extension Wording {
    /// What an incident is about: `orders`, `host api.example.com`.
    static func subject(_ incident: Incident) -> String {
        switch incident.scope {
        case .endpoint: incident.endpoint
        case .host: "host \(shared(incident))"
        case .group: "group \(shared(incident))"
        case .fleet: "many APIs"
        case .network: "Sonde's own network"
        }
    }

    /// What many endpoints share, without the word that says what it is: `host:api.example.com`.
    private static func shared(_ incident: Incident) -> Substring {
        let prefix = incident.scope.rawValue + ":"
        return incident.endpoint.hasPrefix(prefix) ? incident.endpoint.dropFirst(prefix.count) : incident.endpoint[...]
    }

    /// What is to be known of an incident beside why it is open.
    static func flags(_ incident: Incident) -> [String] {
        var flags: [String] = []
        if incident.isFlapping { flags.append("flapping") }
        if let acknowledgement = incident.acknowledgement {
            flags.append(acknowledgement.by.isEmpty ? "acknowledged" : "acknowledged by \(acknowledgement.by)")
        }
        if let quiet = incident.quiet { flags.append(Self.quiet(quiet)) }
        return flags
    }

    private static func quiet(_ quiet: Incident.Quiet) -> String {
        switch quiet {
        case .silenced: "silenced"
        case .maintenance: "in maintenance"
        case .dependency: "an API that it depends on is down"
        case .network: "Sonde has no network"
        }
    }

    static func kind(_ kind: Incident.Kind) -> String {
        switch kind {
        case .failure: "Probes failed"
        case .anomaly: "Not its usual self"
        }
    }

    static func step(_ kind: TimelineEntry.Kind) -> String {
        switch kind {
        case .opened: "Opened"
        case .raised: "Graver"
        case .flapping: "Flapping"
        case .joined: "Joined"
        case .quieted: "Quiet"
        case .unquieted: "Quiet no more"
        case .told: "Told"
        case .undelivered: "Not delivered"
        case .escalated: "Escalated"
        case .acknowledged: "Acknowledged"
        case .unacknowledged: "Taken back"
        case .note: "Note"
        case .closed: "Over"
        }
    }

    /// What a notice tells: `orders opened`.
    static func event(_ event: AlertEvent) -> String {
        switch event {
        case .opened: "opened"
        case .raised: "got graver"
        case .reminder: "is still open"
        case .escalated: "was not acknowledged in time"
        case .resolved: "is over"
        case .digest: "stands in a digest"
        case .test: "is a test"
        }
    }
}
