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
    }

    /// The newest first.
    func incidents(limit: Int) async throws -> [Incident] {
        struct Answer: Decodable {
            var incidents: [Incident]
        }
        return try await ask("GET", "/api/v1/incidents?limit=\(limit)", as: Answer.self).incidents
    }

    /// Says of an incident that it was no fault, or that it was one after all.
    func say(isFault: Bool, of id: String) async throws -> Incident {
        struct Token: Decodable {
            var token: String
        }
        let token = try await ask("GET", "/api/v1/token", as: Token.self).token
        let path = "/api/v1/incidents/\(id)/feedback"
        return try await ask(
            "POST", path, headers: ["Content-Type": "application/json", "Sonde-Token": token],
            body: #"{"fault":\#(isFault)}"#, as: Incident.self)
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

    private struct Refusal: Decodable {
        var error: String
    }

    private static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }

    private func ask<Answer: Decodable>(
        _ method: String, _ path: String, headers: [String: String] = [:], body: String? = nil, as type: Answer.Type
    ) async throws -> Answer {
        let answer = try await exchange(method, path, headers: headers, body: body)
        let data = Data(answer.body)
        if answer.status == 200, let value = try? Self.decoder.decode(type, from: data) { return value }
        guard let refusal = try? JSONDecoder().decode(Refusal.self, from: data) else {
            throw CommandFailure.unreachable(
                "What answers at \(address) is no Sonde that takes feedback (status \(answer.status)).")
        }
        throw CommandFailure.badData(refusal.error)
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

    private func stranger(_ answer: HTTPAnswer) -> CommandFailure {
        .unreachable("What answers at \(address) is no Sonde (status \(answer.status)).")
    }
}
