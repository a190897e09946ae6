import Foundation
import SondeCore
import SondeProbing
import SondeServer

/// The Sonde that runs with a configuration, asked through its JSON interface.
struct RunningSonde: Sendable {
    /// `http://127.0.0.1:8080`, without a slash at the end.
    let address: String
    private let engine = CurlEngine()

    /// - Throws: `CommandFailure` where the configuration serves nothing that could be asked.
    init(_ web: WebConfiguration) throws(CommandFailure) {
        guard web.enabled, web.port != 0 else {
            throw .unfitSettings("web.listen of the configuration names no port to ask; name the address with --url.")
        }
        // A server on all addresses is on this one, too.
        let host = ["0.0.0.0", "::", ""].contains(web.host) ? "127.0.0.1" : web.host
        self.init(address: "http://\(host.contains(":") ? "[\(host)]" : host):\(web.port)")
    }

    init(address: String) {
        var address = address
        while address.hasSuffix("/") { address.removeLast() }
        self.address = address
    }

    func stop() { engine.stop() }

    struct Incident: Decodable {
        var id: String
        var apiName: String
        var severity: String
        var open: Bool
        var openedAt: String
        var reason: String
        var excusedAt: String?
        var toldAgain: String?
        var flapping: Bool
        var acknowledgedBy: String?
        var quiet: String?
        /// Of an incident of many endpoints.
        var memberCount: Int?
    }

    /// The newest first.
    func incidents(limit: Int) async throws -> [Incident] {
        struct Answer: Decodable {
            var incidents: [Incident]
        }
        let path = "/api/v1/incidents?limit=\(limit)"
        return try await ask("GET", path, as: Answer.self, taking: "feedback").incidents
    }

    /// Says of an incident that it was no fault, or that it was one after all.
    func say(isFault: Bool, of id: String) async throws -> Incident {
        try await change(
            "POST", "/api/v1/incidents/\(id)/feedback", body: #"{"fault":\#(isFault)}"#, as: Incident.self,
            taking: "feedback")
    }

    /// Returns if its process lives and answers, whatever its troubles.
    func checkLife() async throws {
        struct Answer: Decodable {
            var alive: Bool
        }
        let answer = try await exchange("GET", "/healthz")
        guard try decode(Answer.self, from: answer).alive else { throw stranger(answer) }
    }

    /// Its own troubles, a sentence each; none when it is ready.
    func troubles() async throws -> [String] {
        struct Answer: Decodable {
            var ready: Bool
            var troubles: [String]
        }
        let answer = try await exchange("GET", "/readyz")
        return try decode(Answer.self, from: answer).troubles
    }

    private struct Token: Decodable {
        var token: String
    }

    private struct Refusal: Decodable {
        var error: String
    }

    private static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }

    /// Asks for a change with the token that Sonde wants to see.
    func change<Answer: Decodable>(
        _ method: String, _ path: String, body: String? = nil, as type: Answer.Type, taking what: String
    ) async throws -> Answer {
        let token = try await ask("GET", "/api/v1/token", as: Token.self, taking: what).token
        return try await ask(
            method, path, headers: ["Content-Type": "application/json", "Sonde-Token": token], body: body, as: type,
            taking: what)
    }

    /// - Parameter what: What is asked for, should something else than Sonde answer.
    func ask<Answer: Decodable>(
        _ method: String, _ path: String, headers: [String: String] = [:], body: String? = nil, as type: Answer.Type,
        taking what: String
    ) async throws -> Answer {
        let answer = try await answer(method, path, headers: headers, body: body, taking: what)
        guard let value = try? Self.decoder.decode(type, from: Data(answer.body)) else {
            throw stranger(answer, taking: what)
        }
        return value
    }

    /// The answer to what was done; what Sonde refuses is thrown in its own words.
    func answer(
        _ method: String, _ path: String, headers: [String: String] = [:], body: String? = nil, taking what: String
    ) async throws -> HTTPAnswer {
        let answer = try await exchange(method, path, headers: headers, body: body)
        if (200..<300).contains(answer.status) { return answer }
        guard let refusal = try? JSONDecoder().decode(Refusal.self, from: Data(answer.body)) else {
            throw stranger(answer, taking: what)
        }
        switch answer.status {
        case 400: throw CommandFailure.unfitSettings(refusal.error)
        case 503: throw CommandFailure.unreachable(refusal.error)
        default: throw CommandFailure.badData(refusal.error)
        }
    }

    private func exchange(
        _ method: String, _ path: String, headers: [String: String] = [:], body: String? = nil
    ) async throws -> HTTPAnswer {
        let answer = await engine.exchange(
            method, address + path, headers: headers.map { .init(name: $0.key, value: Secret($0.value)) },
            body: body.map { Array($0.utf8) }, clock: SystemClock())
        switch answer {
        case .success(let answer): return answer
        case .failure(let failure):
            throw CommandFailure.unreachable(
                "No Sonde answers at \(address): \(failure.message). Start one with 'sonde run', or name it with --url."
            )
        }
    }

    private func decode<Answer: Decodable>(_ type: Answer.Type, from answer: HTTPAnswer) throws -> Answer {
        guard let value = try? Self.decoder.decode(type, from: Data(answer.body)) else { throw stranger(answer) }
        return value
    }

    func stranger(_ answer: HTTPAnswer, taking what: String? = nil) -> CommandFailure {
        let kind = what.map { " that takes \($0)" } ?? ""
        return .unreachable("What answers at \(address) is no Sonde\(kind) (status \(answer.status)).")
    }
}
