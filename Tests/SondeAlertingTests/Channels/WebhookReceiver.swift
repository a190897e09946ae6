import Foundation
import SondeCore
import SondeProbing

@testable import SondeAlerting

/// `Peers/webhook_receiver.py` at work, and an engine to send to it with.
final class WebhookReceiver: Sendable {
    let http = CurlEngine()
    let url: String
    private let process: ServerProcess

    /// - Parameters:
    ///   - answers: What it answers first, a JSON list; after them what the service answers that takes a message.
    ///   - secret: By which it checks signatures.
    init(answers: String = "[]", secret: String? = nil) async throws {
        process = try ServerProcess(
            "webhook_receiver.py", ["--answers", answers] + (secret.map { ["--secret", $0] } ?? []))
        let port: Int = try await process.event("listening").value("port")
        url = "http://127.0.0.1:\(port)"
    }

    deinit {
        http.stop()
    }

    /// The next request.
    func next() async throws -> ReceivedRequest {
        try await process.event("request").decoded()
    }

    /// All requests so far that were not asked for yet: a request is told before it is answered.
    func requests() async throws -> [ReceivedRequest] {
        _ = try await http.send(HTTPRequest("GET", Secret("\(url)/end"), options: ChannelSamples.patience))
        var requests: [ReceivedRequest] = []
        while case let request = try await next(), request.path != "/end" { requests.append(request) }
        return requests
    }

    /// What the channel's requests were, and what it gave back.
    func requests(
        of channel: any AlertChannel, _ messages: AlertMessage...
    ) async throws -> [ReceivedRequest] {
        for message in messages { _ = try await channel.send(message, through: http) }
        return try await requests()
    }

    /// Why the channel could not deliver; nil if it could.
    func fault(of channel: any AlertChannel, _ message: AlertMessage) async -> DeliveryFault? {
        do {
            _ = try await channel.send(message, through: http)
            return nil
        } catch {
            return error
        }
    }
}

/// A request as Python read it.
struct ReceivedRequest: Decodable, Sendable {
    let method: String
    let path: String
    let query: [String: String]
    /// Names in lower case.
    let headers: [String: String]
    let body: String
    /// Nil for a body that is no JSON.
    let json: JSONValue?
    let files: [String: File]
    /// Against which it was checked.
    let schema: String?
    let violations: [String]
    /// `valid`, `invalid`, or nil where there was none.
    let signature: String?

    struct File: Decodable, Sendable {
        let filename: String
        let text: String
    }

    subscript(key: String) -> JSONValue? { json?[key] }

    /// Everything that a person can read in it.
    var words: String { ([body, json?.words ?? ""] + files.values.map(\.text) + query.values).joined(separator: "\n") }
}

extension JSONValue {
    /// The element of a list; nil where there is none.
    subscript(index: Int) -> JSONValue? {
        if case .list(let elements) = self, elements.indices.contains(index) { elements[index] } else { nil }
    }

    var elements: [JSONValue] { if case .list(let elements) = self { elements } else { [] } }

    /// Every text in it.
    var words: String {
        switch self {
        case .text(let text): text
        case .list(let elements): elements.map(\.words).joined(separator: "\n")
        case .object(let members): members.sorted { $0.key < $1.key }.map(\.value.words).joined(separator: "\n")
        default: ""
        }
    }
}
