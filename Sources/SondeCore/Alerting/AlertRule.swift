/// Which channel is told of an endpoint's incidents, and of which.
package struct AlertRule: Sendable, Hashable {
    /// The name of the channel.
    package var channel: String
    /// Incidents of lower severity go into the digest.
    package var severity: Severity
    /// Failed probes in a row before this channel is told of failures; the incident itself may open earlier.
    package var failureThreshold: Int?
    package var sendsResolved: Bool
    /// While an incident is open and nobody has acknowledged it; nil for never.
    package var reminderInterval: Duration?
    /// How long an incident must be open and unacknowledged before this channel is told: a step of an escalation.
    package var delay: Duration
    /// When it is told; outside of these hours the rule is as if it were not there. Nil for always.
    package var hours: WeeklyHours?
    /// Whether incidents below `severity` are told in a digest at all.
    package var sendsDigest: Bool
    /// What is said beside the reason, as a link to a runbook.
    package var description: String?

    package init(
        channel: String, severity: Severity = .medium, failureThreshold: Int? = nil, sendsResolved: Bool = true,
        reminderInterval: Duration? = nil, delay: Duration = .zero, hours: WeeklyHours? = nil,
        sendsDigest: Bool = true, description: String? = nil
    ) {
        self.channel = channel
        self.severity = severity
        self.failureThreshold = failureThreshold
        self.sendsResolved = sendsResolved
        self.reminderInterval = reminderInterval
        self.delay = delay
        self.hours = hours
        self.sendsDigest = sendsDigest
        self.description = description
    }
}

/// Hours of some days of the week in a time zone, as `mon-fri 09:00-18:00`.
package struct WeeklyHours: Sendable, Hashable, Codable {
    /// 0 is Monday, 6 is Sunday: the days on which the hours begin.
    package var days: Set<Int>
    /// Minutes since midnight, 0 to 1439.
    package var start: Int
    /// Minutes since midnight, 1 to 1440; one that is not after `start` is on the next day.
    package var end: Int
    /// An IANA name such as `Europe/Berlin`.
    package var timeZone: String

    package init(days: Set<Int> = Set(0...6), start: Int, end: Int, timeZone: String = "UTC") {
        self.days = days
        self.start = start
        self.end = end
        self.timeZone = timeZone
    }
}
