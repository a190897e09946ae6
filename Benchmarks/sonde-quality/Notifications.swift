import SondeCore
import SondeServer
import Synchronization

/// What a channel would have been told about several APIs, through the pipeline and the dispatcher's own queue, on a clock
/// that jumps from probe to probe.
struct Notifications {
    /// One message that tells of trouble; the end of it is told apart.
    struct Message: Sendable {
        var at: Timestamp
        /// The APIs that it names, with the times at which their incidents opened.
        var openings: [(api: String, openedAt: Timestamp)]
    }

    private static let channel = "chat"

    /// Messages of a channel that is told everything, oldest first.
    static func messages(of histories: [ProbeHistory]) async throws -> [Message] {
        let clock = JumpingClock(ProbeHistory.time(of: 0))
        let hub = EventHub()
        let troubles = Troubles(hub: hub)
        let kept = KeptNotices()
        let writer = StoreWriter(store: kept, troubles: troubles)
        let writing = Task { try await writer.run() }
        let pipeline = Pipeline(clock: clock, writer: writer, hub: hub, troubles: troubles)
        let endpoints = histories.map { history in
            Endpoint(
                name: history.name, url: "https://\(history.name).example.com/", interval: ProbeHistory.interval,
                alerts: [AlertRule(channel: channel)])
        }
        let settings = AlertSettings(combiningChannels: [channel])
        await pipeline.update(endpoints, alerts: settings, awaitsHistory: false)
        for probe in 0..<(histories.map(\.count).max() ?? 0) {
            let time = ProbeHistory.time(of: probe)
            while let deadline = await pipeline.alertDeadline, deadline <= time {
                clock.jump(to: deadline)
                await pipeline.advanceAlerts()
            }
            clock.jump(to: time)
            for history in histories where probe < history.count { await pipeline.ingest(history.result(of: probe)) }
        }
        writer.finish()
        try await writing.value
        return sent(kept.notices)
    }

    /// What tells of trouble; the ends of it are left out.
    private static func sent(_ notices: [Notice]) -> [Message] {
        var outbox = ReplayedOutbox(combining: [channel])
        for notice in notices { outbox.take([notice], at: notice.endedAt ?? notice.createdAt) }
        return outbox.finish().compactMap { message in
            let told = message.notices.filter { $0.event != .resolved }
            guard !told.isEmpty else { return nil }
            return Message(
                at: message.at, openings: told.map { (api: $0.incident.endpoint, openedAt: $0.incident.openedAt) })
        }
    }
}

/// A clock that stands wherever it was put; nothing sleeps on it.
private final class JumpingClock: WallClock {
    private let time: Mutex<Timestamp>

    init(_ time: Timestamp) { self.time = Mutex(time) }

    var now: Timestamp { time.withLock { $0 } }
    var minimumResolution: Duration { .microseconds(1) }

    func jump(to time: Timestamp) { self.time.withLock { $0 = time } }

    func sleep(until deadline: Timestamp, tolerance: Duration?) async throws {
        preconditionFailure("nothing waits on this clock")
    }
}

/// Keeps the notices of what is stored, in their order, and nothing else.
private final class KeptNotices: BatchStore {
    private let kept = Mutex<[Notice]>([])

    var notices: [Notice] { kept.withLock { $0 } }

    func append(_ batch: WriteBatch) async throws { kept.withLock { $0 += batch.notices } }
}
