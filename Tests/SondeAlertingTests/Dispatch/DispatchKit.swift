import SondeCore

@testable import SondeAlerting

/// 2026-01-05T00:00:00Z, a Monday.
let monday = Timestamp(microseconds: 1_767_571_200_000_000)

func after(_ seconds: Double) -> Timestamp { monday.advanced(by: .milliseconds(Int64(seconds * 1000))) }

func incident(_ endpoint: String, parent: String? = nil, scope: Incident.Scope = .endpoint) -> Incident {
    Incident(
        id: "i-\(endpoint)", endpoint: endpoint, scope: scope, kind: .failure, severity: .critical, openedAt: monday,
        reason: "3 probes in a row failed", parent: parent)
}

/// A notice of an endpoint's incident, which waits and goes with others unless it is said to go alone.
func notice(
    _ endpoint: String, _ event: AlertEvent = .opened, at seconds: Double = 0, due: Double? = nil,
    alone: Bool = false, parent: String? = nil, channel: String = "chat"
) -> Notice {
    let id = "\(endpoint).\(event.rawValue).\(channel).\(seconds)"
    return Notice(
        id: id, channel: channel, event: event, incident: incident(endpoint, parent: parent),
        createdAt: after(seconds), dueAt: after(due ?? seconds), message: alone ? id : nil)
}

extension ChannelQueue {
    /// Many messages a minute, so that the rate is no matter.
    init(combines: Bool = true, _ notices: Notice...) {
        self.init(combines: combines, messagesPerMinute: 10_000)
        for notice in notices { add(notice) }
    }

    /// The endpoints of the message that goes now; nil if none does.
    func endpoints(at seconds: Double) -> [String]? { parcel(at: seconds)?.notices.map(\.incident.endpoint) }

    func parcel(at seconds: Double) -> Parcel? {
        if case .send(let parcel) = step(at: seconds) { parcel } else { nil }
    }

    /// Until when there is nothing to be done; nil if there is, or for ever.
    func pause(at seconds: Double) -> Timestamp? {
        if case .wait(let time) = step(at: seconds) { time } else { nil }
    }

    private func step(at seconds: Double) -> Step {
        var queue = self
        return queue.next(at: after(seconds))
    }
}
