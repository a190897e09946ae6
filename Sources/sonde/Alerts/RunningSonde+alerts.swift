import Foundation
import SondeCore

/// What a running Sonde knows of alerts, and what it can be told.
extension RunningSonde {
    struct Channel: Decodable {
        var name: String
        var type: String
        var waiting: Int
        var sent: Int
        var dead: Int
        var fault: String?
        var nextTry: String?
    }

    /// One thing that a channel was to be told.
    struct Notice: Decodable {
        var id: String
        var channel: String
        var event: String
        var apiName: String
        var state: Notice.State
        var createdAt: String
        var dueAt: String
        var endedAt: String?
        var attempts: Int
        var fault: String?

        typealias State = SondeCore.Notice.State
    }

    struct Silence: Decodable {
        var id: String
        var purpose: String
        var endpoints: [String]
        var groups: [String]
        /// `once`, `weekly` or `cron`.
        var schedule: String
        var from: String?
        var until: String?
        var every: [String]
        var start: String?
        var cron: String?
        var durationSeconds: Double?
        var timezone: String?
        var comment: String
        var by: String
        var configured: Bool
        var state: SilenceState.Phase
        var nextChange: String?
        /// How many APIs it fits now.
        var matches: Int
    }

    /// An incident that somebody is at.
    struct Acknowledged: Decodable {
        var incident: Incident
        /// When that began, if it was before.
        var since: String?

        private enum Key: CodingKey {
            case alreadyAcknowledged, acknowledgedAt
        }

        init(from decoder: any Decoder) throws {
            incident = try Incident(from: decoder)
            let members = try decoder.container(keyedBy: Key.self)
            let isOld = try members.decodeIfPresent(Bool.self, forKey: .alreadyAcknowledged) ?? false
            since = isOld ? try members.decodeIfPresent(String.self, forKey: .acknowledgedAt) : nil
        }
    }

    private static let most = 500
    private static let openPath = "/api/v1/incidents?open=true&members=false&limit=\(most)"
    private static let channelsPath = "/api/v1/alerts/channels"
    private static let deadPath = "/api/v1/alerts/notices?state=dead&limit=\(most)"

    /// Those that are open, the newest first; those of many endpoints stand for their members.
    func openIncidents() async throws -> [Incident] {
        struct Answer: Decodable {
            var incidents: [Incident]
        }
        return try await ask("GET", Self.openPath, as: Answer.self, taking: "alerts").incidents
    }

    func channels() async throws -> [Channel] {
        struct Answer: Decodable {
            var channels: [Channel]
        }
        return try await ask("GET", Self.channelsPath, as: Answer.self, taking: "alerts").channels
    }

    /// What channels did not take, the newest first.
    func deadLetters() async throws -> [Notice] {
        struct Answer: Decodable {
            var notices: [Notice]
        }
        return try await ask("GET", Self.deadPath, as: Answer.self, taking: "alerts").notices
    }

    func silences() async throws -> [Silence] {
        struct Answer: Decodable {
            var silences: [Silence]
        }
        return try await ask("GET", "/api/v1/silences", as: Answer.self, taking: "alerts").silences
    }

    /// Open incidents, channels and dead letters as one object of JSON.
    func alertsAsJSON() async throws -> String {
        try await json([Self.openPath, Self.channelsPath, Self.deadPath])
    }

    func silencesAsJSON() async throws -> String { try await json(["/api/v1/silences"]) }

    /// What channels were and are to be told of one incident, in the order of being written down.
    func notices(of incident: String) async throws -> [Notice] {
        struct Answer: Decodable {
            var notices: [Notice]
        }
        return try await ask("GET", "/api/v1/incidents/\(incident)", as: Answer.self, taking: "alerts").notices
    }

    /// Says that somebody is at an incident.
    func acknowledge(_ id: String, by: String) async throws -> Acknowledged {
        let path = "/api/v1/incidents/\(id)/acknowledge"
        return try await change("POST", path, body: Self.body(["by": by]), as: Acknowledged.self, taking: "alerts")
    }

    /// Says that nobody is at it any more.
    func unacknowledge(_ id: String, by: String) async throws -> Incident {
        let path = "/api/v1/incidents/\(id)/unacknowledge"
        return try await change("POST", path, body: Self.body(["by": by]), as: Incident.self, taking: "alerts")
    }

    func note(_ text: String, on id: String, by: String) async throws {
        struct Entry: Decodable {
            var at: String
        }
        let path = "/api/v1/incidents/\(id)/notes"
        _ = try await change(
            "POST", path, body: Self.body(["text": text, "by": by]), as: Entry.self, taking: "alerts")
    }

    /// - Parameter members: Of the object that `/api/v1/silences` takes.
    func add(_ members: some Encodable) async throws -> Silence {
        try await change("POST", "/api/v1/silences", body: Self.body(members), as: Silence.self, taking: "alerts")
    }

    func endSilence(_ id: String, by: String) async throws -> Silence {
        let path = "/api/v1/silences/\(Self.encoded(id))?by=\(Self.encoded(by))"
        return try await change("DELETE", path, as: Silence.self, taking: "alerts")
    }

    /// Tries dead letters again: one, or all of them. Returns how many.
    func retry(_ notice: String?) async throws -> Int {
        struct Answer: Decodable {
            var retried: Int
        }
        let body = try Self.body(notice.map { ["notice": $0] } ?? [:])
        return try await change("POST", "/api/v1/alerts/retry", body: body, as: Answer.self, taking: "alerts").retried
    }

    private static func body(_ members: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(members), as: UTF8.self)
    }

    private static func encoded(_ text: String) -> String {
        let unreserved = CharacterSet(
            charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
        return text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? text
    }

    /// The members of several answers in one object, as Sonde wrote them.
    private func json(_ paths: [String]) async throws -> String {
        var members: [String: Any] = [:]
        for path in paths {
            let answer = try await answer("GET", path, taking: "alerts")
            guard let object = try? JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any] else {
                throw stranger(answer, taking: "alerts")
            }
            members.merge(object) { $1 }
        }
        let data = try JSONSerialization.data(withJSONObject: members, options: [.sortedKeys, .withoutEscapingSlashes])
        return String(decoding: data, as: UTF8.self)
    }
}
