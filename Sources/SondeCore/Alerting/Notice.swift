/// That one channel is to be told one thing of one incident: a row of the outbox.
///
/// It is committed together with what it tells of, and kept until the channel has taken it. What it is sent with is a
/// message; notices of one channel that wait together may share one.
package struct Notice: Sendable, Hashable, Codable {
    /// Unique and stable: made from incident, event, channel and time. Repeated writes replace and never double.
    package var id: String
    /// The name of the channel.
    package var channel: String
    package var event: AlertEvent
    /// As it was then; of a notice that is part of a message, a later state may be shown.
    package var incident: Incident
    package var createdAt: Timestamp
    /// It is not sent before that.
    package var dueAt: Timestamp
    /// The key of the message that it is sent with, which a retry uses again. Nil while it may be sent with others that are
    /// due; set from the beginning for one that goes alone.
    package var message: String?
    package var state: State
    /// Failed tries so far.
    package var attempts: Int
    /// Why the last try failed: the server's words, without secrets.
    package var fault: String?
    /// When it was sent or given up; nil while it waits.
    package var endedAt: Timestamp?
    /// What the channel gave back to know the message by, as the time stamp of a Slack message; later messages of the same
    /// incident go with it.
    package var receipt: String?
    /// What the endpoint's alert says beside it, as a link to a runbook.
    package var description: String?

    package init(
        id: String, channel: String, event: AlertEvent, incident: Incident, createdAt: Timestamp, dueAt: Timestamp,
        message: String? = nil, state: State = .waiting, attempts: Int = 0, fault: String? = nil,
        endedAt: Timestamp? = nil, receipt: String? = nil, description: String? = nil
    ) {
        self.id = id
        self.channel = channel
        self.event = event
        self.incident = incident
        self.createdAt = createdAt
        self.dueAt = dueAt
        self.message = message
        self.state = state
        self.attempts = attempts
        self.fault = fault
        self.endedAt = endedAt
        self.receipt = receipt
        self.description = description
    }

    package static func identifier(
        of event: AlertEvent, incident: String, channel: String, at time: Timestamp
    ) -> String {
        "\(incident).\(event.rawValue).\(String(StableHash.of(channel), radix: 36))"
            + ".\(String(time.microseconds, radix: 36))"
    }

    /// Where it is on its way.
    package enum State: String, Sendable, Codable, CaseIterable {
        case waiting
        case sent
        /// There is nothing to tell any more: the incident was over before anybody was told of it.
        case dropped
        /// The channel does not take it: a dead letter.
        case dead
    }
}
