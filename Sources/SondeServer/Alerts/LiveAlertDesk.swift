import SondeAlerting
import SondeCore

/// What people do about incidents and alerts, carried out by the pipeline and the dispatcher.
struct LiveAlertDesk: AlertDesk {
    /// More dead letters than this are tried again in several goes.
    private static let mostRetries = 10_000

    let pipeline: Pipeline
    let dispatcher: AlertDispatcher
    let store: any Store
    let writer: StoreWriter
    let clock: any WallClock

    func acknowledge(_ incident: String, by: String) async -> AcknowledgedIncident? {
        let acknowledged = await pipeline.acknowledge(incident, by: by)
        await writer.settle()
        return acknowledged
    }

    func unacknowledge(_ incident: String, by: String) async -> Incident? {
        let incident = await pipeline.unacknowledge(incident, by: by)
        await writer.settle()
        return incident
    }

    func note(_ text: String, on incident: String, by: String) async -> TimelineEntry {
        let entry = await pipeline.note(text, on: incident, by: by)
        await writer.settle()
        return entry
    }

    func silences() async -> [Silence] { await pipeline.silences }

    func add(_ silence: Silence) async { await pipeline.add(silence) }

    func endSilence(_ id: String, by: String) async -> Silence? { await pipeline.endSilence(id, by: by) }

    func channels() async -> [ChannelStatus] { await dispatcher.statuses }

    func retry(_ notice: String?) async throws -> Int {
        let now = clock.now
        let dead = try await store.notices(in: .dead, limit: Self.mostRetries)
        var asked = dead.filter { notice == nil || $0.id == notice }
        for id in Set(asked.filter { $0.event != .resolved }.map(\.incident.id)) {
            // Of what is over nobody is told that it begins: nothing would end it.
            guard let incident = try await store.incident(id), !incident.isOpen else { continue }
            asked.removeAll { $0.incident.id == id && $0.event != .resolved }
        }
        let again = asked.map { notice in
            var notice = notice
            (notice.state, notice.attempts, notice.endedAt, notice.fault) = (.waiting, 0, nil, nil)
            notice.dueAt = now
            return notice
        }
        guard !again.isEmpty else { return 0 }
        let isSafe = await writer.commit(WriteBatch(notices: again))
        // They will be stored as waiting even where nobody waits for that any more.
        await dispatcher.take(again)
        return isSafe ? again.count : 0
    }

    func push(_ report: PushReport, token: String) async -> String? { await pipeline.push(report, token: token) }
}
