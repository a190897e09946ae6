import Foundation
import SondeCore
import SondeTestSupport
import Synchronization

/// APIs that fail when they are told to, and the receiver of what is told of them: one server on loopback.
final class AlertStage: Sendable {
    /// A message as the receiver got it.
    struct Received: Sendable {
        /// What its path begins with; of `/hook/NUMBER` the number.
        var channel: String
        var event: String
        var names: Set<String>
        var at: ContinuousClock.Instant
    }

    private struct State {
        /// By endpoint: when it is to begin to fail.
        var failing: [Int: ContinuousClock.Instant] = [:]
        /// When its first failing answer was given.
        var failedAt: [Int: ContinuousClock.Instant] = [:]
        var probed: Set<Int> = []
        var received: [Received] = []
    }

    private let state: SharedState
    private let server: FaultyServer

    private final class SharedState: Sendable {
        let value = Mutex(State())
    }

    init() async throws {
        let state = SharedState()
        self.state = state
        server = try await FaultyServer.start { request in Self.answer(request, state) }
    }

    var port: Int { server.port }

    func stop() async { await server.stop() }

    /// Lets an endpoint fail from a time on.
    func fail(_ number: Int, from time: ContinuousClock.Instant) {
        state.value.withLock { $0.failing[number] = time }
    }

    /// When the endpoint first answered with a failure.
    func failedAt(_ number: Int) -> ContinuousClock.Instant? { state.value.withLock { $0.failedAt[number] } }

    var probedEndpoints: Int { state.value.withLock { $0.probed.count } }

    var received: [Received] { state.value.withLock { $0.received } }

    private static func answer(_ request: FaultyServer.Request, _ state: SharedState) -> FaultyServer.Response {
        let now = ContinuousClock.now
        let parts = request.path.split(separator: "/").map(String.init)
        let last = parts.last ?? ""
        guard request.method == "GET" else {
            let message = received(parts.first == "hook" ? last : parts.first ?? "", request.body, at: now)
            state.value.withLock { $0.received.append(message) }
            return .status(202)
        }
        guard let number = Int(last) else { return .status(404) }
        let isFailing = state.value.withLock { state in
            state.probed.insert(number)
            guard let begin = state.failing[number], begin <= now else { return false }
            if state.failedAt[number] == nil { state.failedAt[number] = now }
            return true
        }
        return isFailing ? .status(503) : .ok
    }

    /// Of a webhook's document, the endpoints and members of its incidents; of an event of PagerDuty, what its details say.
    private static func received(_ channel: String, _ body: [UInt8], at time: ContinuousClock.Instant) -> Received {
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
        let data = Data(body)
        if let document = try? JSONDecoder().decode(Document.self, from: data) {
            let names = document.incidents.flatMap { [$0.endpoint] + $0.members.map(\.endpoint) }
            return Received(channel: channel, event: document.event, names: Set(names), at: time)
        }
        let text = String(decoding: body, as: UTF8.self)
        let words = text.split { !($0.isLetter || $0.isNumber || $0 == "-") }.map(String.init)
        let isEnd = text.contains("\"resolve\"")
        return Received(channel: channel, event: isEnd ? "resolved" : "opened", names: Set(words), at: time)
    }
}
