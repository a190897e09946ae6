package import SondeCore

/// What messages call incidents, times and figures: short, exact English, the same in every channel.
package enum MessageWords {
    /// The message in one line: `Critical: orders is down`, `Resolved after 12 min: orders is up again`.
    package static func headline(of message: AlertMessage) -> String {
        guard message.event != .test else { return "Test: alerts of Sonde arrive here" }
        let isSingle = message.incidents.count == 1
        guard message.overSince == nil else {
            return "Over by now: \(isSingle ? past(of: message.incidents[0]) : summary(of: message))"
        }
        return "\(lead(of: message)): \(isSingle ? state(of: message.incidents[0]) : summary(of: message))"
    }

    /// What opens the headline: `Critical`, `Raised to critical`, `Still open after 2 h`, `Resolved after 12 min`.
    private static func lead(of message: AlertMessage) -> String {
        let (first, severity) = (message.incidents[0].incident, message.severity.description)
        let isSingle = message.incidents.count == 1
        let lasted = first.openedAt.duration(to: first.closedAt ?? message.time).span
        return switch message.event {
        case .opened: severity.prefix(1).uppercased() + severity.dropFirst()
        case .raised where first.isFlapping: severity.prefix(1).uppercased() + severity.dropFirst()
        case .raised: "Raised to \(severity)"
        case .reminder: isSingle ? "Still open after \(lasted)" : "Still open"
        case .escalated: "Not acknowledged"
        case .resolved: isSingle ? "Resolved after \(lasted)" : "Resolved"
        case .digest: "Digest"
        case .test: "Test"
        }
    }

    /// One incident in a few words: `orders is down`, `12 endpoints of api.example.com are up again`.
    package static func state(of alerted: AlertedIncident) -> String {
        let incident = alerted.incident
        guard incident.scope != .network else {
            return incident.isOpen ? "Sonde has no network" : "Sonde has its network again"
        }
        let subject = subject(of: alerted)
        let verb = incident.scope == .endpoint || alerted.failing.count == 1 ? "is" : "are"
        let state =
            switch (incident.isOpen, incident.kind) {
            case (true, _) where incident.isFlapping: "flapping"
            case (true, .failure): "down"
            case (true, .anomaly): "not normal"
            case (false, .failure): "up again"
            case (false, .anomaly): "normal again"
            }
        return "\(subject) \(verb) \(state)"
    }

    /// One that is over in a few words: `orders was down`, `12 endpoints of api.example.com were down`.
    private static func past(of alerted: AlertedIncident) -> String {
        let incident = alerted.incident
        guard incident.scope != .network else { return "Sonde had no network" }
        let subject = subject(of: alerted)
        let verb = incident.scope == .endpoint || alerted.failing.count == 1 ? "was" : "were"
        let state = incident.isFlapping ? "flapping" : incident.kind == .failure ? "down" : "not normal"
        return "\(subject) \(verb) \(state)"
    }

    /// Since when everything is over that a late message tells: `10:04 UTC`, on another day with the date.
    static func over(_ end: Timestamp, toldAt now: Timestamp) -> String {
        let day = end.rfc3339.prefix(10)
        return (day == now.rfc3339.prefix(10) ? "" : "\(day) ") + "\(end.timeOfDay.prefix(5)) UTC"
    }

    /// Whom an incident is about: `orders`, also where others of its host are none of theirs who are told, `12 endpoints of api.example.com`, `12 endpoints of the group core`.
    package static func subject(of alerted: AlertedIncident) -> String {
        let failing = alerted.failing.count
        if failing == 1 { return alerted.failing[0].endpoint }
        let count = failing == 0 ? "many endpoints" : counted(failing, "endpoint")
        return switch alerted.incident.scope {
        case .endpoint: alerted.incident.endpoint
        case .network: "Sonde's own network"
        case .host: "\(count) of \(place(of: alerted.incident))"
        case .group: "\(count) of the group \(place(of: alerted.incident))"
        case .fleet: count
        }
    }

    /// What the endpoints of an incident share: `api.example.com` of `host:api.example.com`.
    package static func place(of incident: Incident) -> String {
        let prefix = "\(incident.scope.rawValue):"
        return incident.endpoint.hasPrefix(prefix)
            ? String(incident.endpoint.dropFirst(prefix.count)) : incident.endpoint
    }

    /// Several incidents in one line: `3 incidents: orders, search and stock`.
    static func summary(of message: AlertMessage) -> String {
        let over = message.incidents.count { !$0.incident.isOpen }
        let mixed = over > 0 && over < message.incidents.count ? ", \(over) of them resolved" : ""
        let noun = message.event == .digest ? "deviation" : "incident"
        let names = message.incidents.map(subject(of:))
        return "\(counted(message.incidents.count, noun))\(mixed): \(list(names, most: 3))"
    }

    /// `a, b and c`; what is beyond `most` is counted.
    package static func list(_ names: [String], most: Int) -> String {
        guard names.count > 1 else { return names.first ?? "" }
        guard names.count > most else {
            return "\(names.dropLast().joined(separator: ", ")) and \(names[names.count - 1])"
        }
        return "\(names.prefix(most).joined(separator: ", ")) and \(number(names.count - most)) more"
    }

    /// `1 endpoint`, `1,000 endpoints`.
    package static func counted(_ count: Int, _ noun: String) -> String {
        "\(number(count)) \(noun)\(count == 1 ? "" : "s")"
    }

    /// With a comma between thousands.
    package static func number(_ number: Int) -> String {
        var groups: [Substring] = []
        var digits = Substring(String(number))
        while digits.count > 3 {
            groups.insert(digits.suffix(3), at: 0)
            digits = digits.dropLast(3)
        }
        return ([digits] + groups).joined(separator: ",")
    }

    /// RFC 3339 in UTC, to the second: `2026-11-24T10:00:00Z`.
    package static func time(_ time: Timestamp) -> String {
        "\(time.rfc3339.prefix(19))Z"
    }

    /// The parts of a reason, as Sonde joins them.
    package static func reasons(of incident: Incident) -> [String] {
        incident.reason.split(separator: "; ").map(String.init)
    }
}
