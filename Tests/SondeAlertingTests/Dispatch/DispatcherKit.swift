import Foundation
import SondeCore
import SondeProbing
import SondeTestSupport
import Synchronization

@testable import SondeAlerting

/// A dispatcher with webhooks on a real server, a store that is a list, and a clock that a test moves.
final class DispatchStage: Sendable {
    let server: FaultyServer
    let outbox = ListedOutbox()
    let source = NamedSource()
    let clock = ManualClock(now: after(0))
    let dispatcher: AlertDispatcher
    private let engine = CurlEngine()

    /// - Parameter respond: What the other side answers to a message.
    init(respond: @escaping @Sendable (FaultyServer.Request) -> FaultyServer.Response = { _ in .status(202) })
        async throws
    {
        server = try await FaultyServer.start(respond: respond)
        dispatcher = AlertDispatcher(
            http: engine, source: source, outbox: outbox, clock: clock, report: { _ in },
            abort: { [engine] in engine.stop() })
    }

    func configuration(_ name: String, path: String? = nil) -> ChannelConfiguration {
        let url = Secret("\(server.url)/\(path ?? name)")
        return ChannelConfiguration(
            name: name, type: "webhook", options: ChannelOptions(["url": .secret(url)]), messagesPerMinute: 10_000)
    }

    /// Runs the dispatcher as long as `body`.
    func run(_ channels: [String] = ["chat"], _ body: () async throws -> Void) async throws {
        try await dispatcher.update(channels.map { configuration($0) }, pageURL: "https://sonde.example.com")
        let running = Task { try await dispatcher.run() }
        do {
            try await body()
        } catch {
            running.cancel()
            throw error
        }
        engine.stop()
        running.cancel()
        try await running.value
        await server.stop()
    }

    /// What came to a channel: the key and the endpoints of each message, in order.
    func messages(_ channel: String = "chat") throws -> [(key: String, event: String, names: [String])] {
        struct Document: Decodable {
            struct Told: Decodable {
                struct Member: Decodable {
                    var endpoint: String
                }
                var endpoint: String
                var members: [Member]
            }
            var event: String
            var incidents: [Told]
        }
        return try server.requests.filter { $0.path == "/" + channel }.map { request in
            let document = try JSONDecoder().decode(Document.self, from: Data(request.body))
            let names = document.incidents.flatMap { $0.members.isEmpty ? [$0.endpoint] : $0.members.map(\.endpoint) }
            return (request.headers["Idempotency-Key"] ?? "", document.event, names)
        }
    }
}

/// Remembers what is noted, and what was stored before anything was sent.
final class ListedOutbox: Outbox {
    private let noted = Mutex<[Notice]>([])
    private let stored = Mutex<[Notice]>([])
    let notes = Gauge()

    var notedNotices: [Notice] { noted.withLock { $0 } }
    var storedNotices: [Notice] { stored.withLock { $0 } }

    func note(_ notices: [Notice]) {
        noted.withLock { $0 += notices }
        notes.add(notices.count)
    }

    func store(_ notices: [Notice]) async -> Bool {
        stored.withLock { $0 += notices }
        return true
    }
}

/// Knows the incidents that it was given.
final class NamedSource: AlertSource {
    private let known = Mutex<[String: Incident]>([:])
    private let reported = Mutex<[Notice]>([])
    private let asked = Mutex(0)
    let reports = Gauge()

    /// Of how many incidents it was asked what is known, counted each time.
    var askedIncidents: Int { asked.withLock { $0 } }

    func know(_ incidents: Incident...) {
        known.withLock { known in for incident in incidents { known[incident.id] = incident } }
    }

    var deliveredNotices: [Notice] { reported.withLock { $0 } }

    func content(of incidents: [Incident], on channel: String) async -> AlertContent {
        asked.withLock { $0 += incidents.count }
        let all = known.withLock { $0 }
        var content = AlertContent()
        for told in incidents {
            let newest = all[told.id] ?? told
            content.incidents[told.id] = newest
            guard let parent = newest.parent ?? (newest.scope == .endpoint ? nil : newest.id), let group = all[parent]
            else { continue }
            content.incidents[parent] = group
            content.members[parent] = all.values.filter { $0.parent == parent }.sorted { $0.endpoint < $1.endpoint }
        }
        return content
    }

    func delivered(_ notices: [Notice]) async {
        reported.withLock { $0 += notices }
        reports.add(notices.count)
    }
}
