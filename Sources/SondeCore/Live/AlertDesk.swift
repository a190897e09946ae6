/// What people do about incidents and alerts while Sonde runs; the web interface and the commands ask for it.
package protocol AlertDesk: Sendable {
    /// Somebody is at an open incident: no reminders and no escalation from then on.
    ///
    /// - Parameter by: Who, as that person gave it; may be empty.
    /// - Returns: Nil if no incident of this id is open.
    func acknowledge(_ incident: String, by: String) async -> AcknowledgedIncident?

    /// Takes an acknowledgement back.
    ///
    /// - Returns: The incident as it is from now on; nil if no incident of this id is open.
    func unacknowledge(_ incident: String, by: String) async -> Incident?

    /// Writes a note into the timeline of an incident, which the caller knows to exist.
    func note(_ text: String, on incident: String, by: String) async -> TimelineEntry

    /// Silences and maintenance windows that hold now or will, those of the configuration first.
    func silences() async -> [Silence]

    /// Adds one; it holds as its schedule says.
    func add(_ silence: Silence) async

    /// Ends one that a person added.
    ///
    /// - Returns: Nil if there is none of this id, or if it stands in the configuration.
    func endSilence(_ id: String, by: String) async -> Silence?

    /// All channels, in the order of the configuration.
    func channels() async -> [ChannelStatus]

    /// Tries dead letters again: one, or all when `notice` is nil. Returns how many.
    ///
    /// - Throws: `StoreError` where the dead letters cannot be read.
    func retry(_ notice: String?) async throws -> Int

    /// Takes the report of a push endpoint.
    ///
    /// - Returns: The endpoint's name; nil if no endpoint has this token.
    func push(_ report: PushReport, token: String) async -> String?
}

/// An incident that somebody is at.
package struct AcknowledgedIncident: Sendable, Hashable {
    /// As it is from now on; its `acknowledgement` says who is at it and since when.
    package var incident: Incident
    /// It was acknowledged before, all of its members too, and nothing has changed: who was first stays.
    package var wasAcknowledged: Bool

    package init(_ incident: Incident, wasAcknowledged: Bool = false) {
        self.incident = incident
        self.wasAcknowledged = wasAcknowledged
    }
}

/// What a push endpoint says of itself.
package struct PushReport: Sendable, Hashable {
    package var isSuccess: Bool
    /// How long what it did took; nil when it does not say.
    package var duration: Duration?
    /// Why it failed; nil on success or when it does not say.
    package var error: String?

    package init(isSuccess: Bool = true, duration: Duration? = nil, error: String? = nil) {
        self.isSuccess = isSuccess
        self.duration = duration
        self.error = error
    }
}

/// How one channel does.
package struct ChannelStatus: Sendable, Hashable {
    package var name: String
    /// `email`, `slack`, ...
    package var type: String
    /// Notices that wait.
    package var waiting: Int
    /// Messages sent since the start.
    package var sent: Int
    /// Notices given up since the start.
    package var dead: Int
    package var lastSentAt: Timestamp?
    /// Why the last try failed; nil if it did not.
    package var fault: String?
    /// Who did not get the last message that others got; nil if all did.
    package var remark: String?
    /// When it is tried next after a fault.
    package var nextTry: Timestamp?

    package init(
        name: String, type: String, waiting: Int = 0, sent: Int = 0, dead: Int = 0, lastSentAt: Timestamp? = nil,
        fault: String? = nil, remark: String? = nil, nextTry: Timestamp? = nil
    ) {
        self.name = name
        self.type = type
        self.waiting = waiting
        self.sent = sent
        self.dead = dead
        self.lastSentAt = lastSentAt
        self.fault = fault
        self.remark = remark
        self.nextTry = nextTry
    }
}
