import SondeCore

/// Incidents, notices and silences in words.
extension Wording {
    /// From Monday on.
    static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

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

    static func state(_ notice: Notice) -> String {
        switch notice.state {
        case .waiting where notice.attempts > 0: "tried again"
        case .waiting: "waits"
        case .sent: "sent"
        case .dropped: "not needed any more"
        case .dead: "given up"
        }
    }

    /// `23:00`, for minutes since midnight.
    static func timeOfDay(minutes: Int) -> String {
        let (hour, minute) = (minutes / 60 % 24, minutes % 60)
        return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }

    /// When a silence that comes again and again holds: `every Monday and Tuesday from 23:00 for 2 h, Europe/Berlin`.
    static func recurrence(_ schedule: SilenceSchedule) -> String {
        let lasting = "for \(span(schedule.duration ?? .zero)), \(schedule.timeZone ?? "UTC")"
        if let cron = schedule.cron { return "at each \(cron) \(lasting)" }
        let days = schedule.days ?? []
        let named = days.count == 7 ? "day" : days.map { weekdays[$0] }.spoken("and")
        return "every \(named) from \(schedule.start ?? "") \(lasting)"
    }

    /// Which endpoints are meant: `orders*, in group core`.
    static func matcher(_ matcher: EndpointMatcher) -> String {
        let shown = 20
        let names = matcher.names.prefix(shown).joined(separator: ", ")
        let more = matcher.names.count > shown ? " and \(count(matcher.names.count - shown)) more" : ""
        let groups = matcher.groups.isEmpty ? "" : "in group \(matcher.groups.joined(separator: ", "))"
        return [names + more, groups].filter { !$0.isEmpty }.joined(separator: ", ")
    }
}
