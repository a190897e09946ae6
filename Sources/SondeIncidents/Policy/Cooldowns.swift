import SondeCore

/// When each endpoint was last told as failing on each channel, so that the next incident soon after is not told at
/// once.
struct Cooldowns: Sendable {
    struct Opening: Sendable {
        var at: Timestamp
        var severity: Severity
    }

    private var openings: [String: [String: Opening]] = [:]

    func last(of endpoint: String, channel: String) -> Opening? { openings[endpoint]?[channel] }

    /// When an incident may be told; nil for at once. One that is graver than the one told before does not wait.
    func end(for incident: Incident, channel: String, cooldown: Duration, at now: Timestamp) -> Timestamp? {
        guard let last = last(of: incident.endpoint, channel: channel), incident.severity <= last.severity else {
            return nil
        }
        let end = last.at.advanced(by: cooldown)
        return now < end ? end : nil
    }

    mutating func set(_ opening: Opening?, of endpoint: String, channel: String) {
        openings[endpoint, default: [:]][channel] = opening
    }

    /// Forgets what lies in the future after the clock was set back.
    mutating func forget(after now: Timestamp) {
        openings = openings.mapValues { $0.filter { $0.value.at <= now } }
    }

    /// Forgets endpoints that are watched no longer.
    mutating func keep(_ isWatched: (String) -> Bool) {
        openings = openings.filter { isWatched($0.key) }
    }
}
