import Foundation
import GRDB
import SondeTestSupport
import Synchronization

/// APIs that fail and recover as a test says, and the receiver of what is told of them.
final class AlertStage: Sendable {
    /// A message as it came: of a webhook's document, or an event of PagerDuty's.
    struct Received: Sendable, Hashable {
        var channel: String
        /// What a retry repeats; of PagerDuty, what its alert is known by and what becomes of it.
        var key: String
        var event: String
        /// Ids of what it is about, those of incidents of many included.
        var threads: Set<String>
    }

    private final class State: Sendable {
        let failing = Mutex<@Sendable (Int) -> Bool>({ _ in false })
        let received = Mutex<[Received]>([])
        /// Answers one in so many messages with 503; 0 for none.
        let refusals = Mutex(0)
        let messages = Gauge()
        let probes = Gauge()
    }

    private let state = State()
    private let server: FaultyServer

    init() async throws {
        server = try await FaultyServer.start { [state] request in Self.answer(request, state) }
    }

    var port: Int { server.port }
    var received: [Received] { state.received.withLock { $0 } }

    func stop() async { await server.stop() }

    /// Which endpoints, by their number, fail from now on.
    func fail(_ isFailing: @escaping @Sendable (Int) -> Bool) { state.failing.withLock { $0 = isFailing } }

    func refuse(oneIn count: Int) { state.refusals.withLock { $0 = count } }

    /// Returns once so many messages have come in all.
    func wait(forMessages count: Int) async throws { try await state.messages.wait(atLeast: count) }

    func wait(forProbes count: Int) async throws { try await state.probes.wait(atLeast: count) }

    var messageCount: Int { state.messages.value }
    var probeCount: Int { state.probes.value }

    private static func answer(_ request: FaultyServer.Request, _ state: State) -> FaultyServer.Response {
        let parts = request.path.split(separator: "/").map(String.init)
        guard request.method == "POST" else {
            state.probes.add(1)
            let number = parts.last.flatMap(Int.init) ?? 0
            return state.failing.withLock { $0 }(number) ? .status(503) : .ok
        }
        let message = received(parts.first ?? "", request)
        let count = state.received.withLock { received in
            received.append(message)
            return received.count
        }
        state.messages.add(1)
        let refusals = state.refusals.withLock { $0 }
        // What was refused counts as received: the other side may have taken it all the same.
        return refusals > 0 && count.isMultiple(of: refusals) ? .status(503) : .status(202)
    }

    private static func received(_ channel: String, _ request: FaultyServer.Request) -> Received {
        struct Document: Decodable {
            struct Told: Decodable {
                var id: String
            }
            var event: String
            var incidents: [Told]
        }
        struct PagerDutyEvent: Decodable {
            var dedupKey: String
            var eventAction: String
        }
        let data = Data(request.body)
        if let document = try? JSONDecoder().decode(Document.self, from: data) {
            return Received(
                channel: channel, key: request.headers["Idempotency-Key"] ?? "", event: document.event,
                threads: Set(document.incidents.map(\.id)))
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let event = try? decoder.decode(PagerDutyEvent.self, from: data) else {
            return Received(channel: channel, key: "", event: "malformed", threads: [])
        }
        return Received(
            channel: channel, key: "\(event.dedupKey) \(event.eventAction)", event: event.eventAction,
            threads: [event.dedupKey])
    }
}

/// A row of the outbox.
struct OutboxRow: Sendable {
    var id: String
    /// The incident under whose name it is told: that of many which its own is a member of.
    var thread: String
    var channel: String
    var event: String
    var state: String
    /// The key of the message that it went with.
    var message: String?

    static func all(in file: String) throws -> [OutboxRow] {
        try DatabaseQueue(path: file).read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT id, coalesce(json_extract(incident, '$.parent'), incident_id) AS thread, channel, event, state, message
                    FROM notice_rows ORDER BY created_at, id
                    """
            ).map {
                OutboxRow(
                    id: $0["id"], thread: $0["thread"], channel: $0["channel"], event: $0["event"],
                    state: $0["state"], message: $0["message"])
            }
        }
    }
}
