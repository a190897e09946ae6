package import SondeCore
import SondeIncidents

/// Who would have been told of the pages of a past, by the very policy that decides live.
package struct ReplayedMessages {
    private var policy: AlertPolicy
    private var outbox: ReplayedOutbox
    /// Of each incident that was quiet at last, by its id.
    private var quiet: [String: Incident.Quiet] = [:]
    private let end: Timestamp

    /// The messages, oldest first, that the configuration's channels would have got.
    ///
    /// - Parameters:
    ///   - pages: Of all APIs; those of which a window, a silence or a dependency kept everybody from being told have
    ///     that said of them.
    ///   - end: Of the record.
    package static func messages(
        of pages: inout [ReplayedPage], _ configuration: SondeConfiguration, until end: Timestamp
    ) -> [ReplayedMessage] {
        let steps = pages.flatMap(\.steps).sorted {
            ($0.result.timestamp, $0.result.endpoint) < ($1.result.timestamp, $1.result.endpoint)
        }
        guard let first = steps.first else { return [] }
        var replay = ReplayedMessages(configuration, from: first.result.timestamp, until: end)
        for step in steps { replay.take(step) }
        let messages = replay.finish()
        let told = Set(messages.flatMap(\.notices).map(\.incident.id))
        for index in pages.indices {
            guard let id = pages[index].incident, !told.contains(id) else { continue }
            pages[index].quiet = replay.quiet[id]
        }
        return messages
    }

    private init(_ configuration: SondeConfiguration, from start: Timestamp, until end: Timestamp) {
        var settings = configuration.alerting.settings
        // Nobody knows what they answered then.
        settings.references = []
        policy = AlertPolicy(settings, endpoints: configuration.endpoints, at: start)
        outbox = ReplayedOutbox(combining: settings.combiningChannels)
        self.end = end
    }

    private mutating func take(_ step: ReplayedPage.Step) {
        let now = step.result.timestamp
        advance(to: now)
        let actions = step.action.map { [$0] } ?? []
        follow(policy.take(actions, of: step.result, failuresInARow: step.failuresInARow, at: now), at: now)
    }

    private mutating func follow(_ changes: PolicyChanges, at now: Timestamp) {
        outbox.take(changes.notices, at: now)
        for incident in changes.incidents { quiet[incident.id] = incident.quiet }
    }

    /// Does what became due by time alone.
    private mutating func advance(to time: Timestamp) {
        while let deadline = policy.nextDeadline, deadline <= time {
            follow(policy.advance(to: deadline), at: deadline)
        }
    }

    private mutating func finish() -> [ReplayedMessage] {
        advance(to: end)
        return outbox.finish().filter { $0.at <= end }
    }
}
