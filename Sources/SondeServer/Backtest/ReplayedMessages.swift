package import SondeCore
import SondeIncidents

/// Who would have been told of the pages of a past, by the very policy that decides live.
package struct ReplayedMessages {
    private var policy: AlertPolicy
    private var outbox: ReplayedOutbox
    private let end: Timestamp

    /// The messages, oldest first, that the configuration's channels would have got.
    ///
    /// - Parameters:
    ///   - pages: Of all APIs.
    ///   - end: Of the record.
    package static func messages(
        of pages: [ReplayedPage], _ configuration: SondeConfiguration, until end: Timestamp
    ) -> [ReplayedMessage] {
        let steps = pages.flatMap(\.steps).sorted {
            ($0.result.timestamp, $0.result.endpoint) < ($1.result.timestamp, $1.result.endpoint)
        }
        guard let first = steps.first else { return [] }
        var replay = ReplayedMessages(configuration, from: first.result.timestamp, until: end)
        for step in steps { replay.take(step) }
        return replay.finish()
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
        let changes = policy.take(actions, of: step.result, failuresInARow: step.failuresInARow, at: now)
        outbox.take(changes.notices, at: now)
    }

    /// Does what became due by time alone.
    private mutating func advance(to time: Timestamp) {
        while let deadline = policy.nextDeadline, deadline <= time {
            outbox.take(policy.advance(to: deadline).notices, at: deadline)
        }
    }

    private mutating func finish() -> [ReplayedMessage] {
        advance(to: end)
        return outbox.finish().filter { $0.at <= end }
    }
}
