import Foundation
import SondeCore
import Testing

@Suite struct MethodTests {
    private static let paths = [
        "/", "/endpoints/a", "/incidents", "/api/v1/endpoints", "/api/v1/endpoints/a", "/api/v1/endpoints/a/results",
        "/api/v1/anomalies", "/api/v1/incidents", "/api/v1/status", "/alerts",
        "/api/v1/alerts/channels", "/api/v1/alerts/notices", "/healthz", "/readyz", "/assets/base.css",
    ]

    @Test(arguments: paths)
    func headAnswersLikeGetWithoutABody(path: String) async throws {
        try await serving(FakeBoard([Samples.status("a")])) { client in
            let got = try await client.get(path)
            let answer = try await client.get(path, method: "HEAD")
            #expect(answer.status == 200)
            #expect(answer.body.isEmpty)
            for name in ["content-type", "content-length", "etag", "x-frame-options"] {
                #expect(answer.headers[name] == got.headers[name])
            }
        }
    }

    @Test(arguments: [("/api/v1/endpoints/b", 404), ("/nowhere", 404), ("/api/v1/anomalies?limit=0", 400)])
    func headOfAMistakeHasNoBody(path: String, status: Int) async throws {
        try await serving(FakeBoard()) { client in
            let answer = try await client.get(path, method: "HEAD")
            #expect(answer.status == status)
            #expect(answer.body.isEmpty)
        }
    }

    @Test(arguments: ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])
    func otherMethodsAreRefused(method: String) async throws {
        try await serving(FakeBoard([Samples.status("a")])) { client in
            for path in Self.paths + ["/api/v1/events"] {
                let answer = try await client.get(path, method: method, headers: ["Content-Length": "0"])
                #expect(answer.status == 405)
                #expect(answer.headers["allow"] == "GET, HEAD")
                #expect(answer.headers["x-frame-options"] == "DENY")
            }
            let nowhere = try await client.get("/api/v1/nothing", method: method, headers: ["Content-Length": "0"])
            #expect(nowhere.status == 404)
            #expect(nowhere.headers["allow"] == nil)
        }
    }

    @Test func aRefusedMethodIsToldInOneSentence() async throws {
        try await serving(FakeBoard()) { client in
            let answer = try await client.get(
                "/api/v1/incidents", method: "POST", headers: ["Content-Length": "0"])
            #expect(
                answer.body
                    == #"{"error":"POST is not answered at /api/v1/incidents: Sonde answers GET and HEAD only."}"#)
        }
    }

    private static let changes: [(path: String, allowed: String)] = [
        ("/api/v1/incidents/a/acknowledge", "POST"), ("/api/v1/incidents/a/unacknowledge", "POST"),
        ("/api/v1/incidents/a/notes", "POST"), ("/api/v1/silences", "GET, HEAD, POST"),
        ("/api/v1/silences/a", "DELETE"), ("/api/v1/alerts/retry", "POST"), ("/api/v1/push/a", "POST"),
        ("/api/v1/endpoints/core_a/external", "POST"), ("/incidents/a/acknowledge", "POST"),
        ("/incidents/a/unacknowledge", "POST"), ("/incidents/a/notes", "POST"), ("/incidents/a/silence", "POST"),
        ("/incidents/a/feedback", "POST"), ("/alerts/silences", "POST"), ("/alerts/silences/a/end", "POST"),
        ("/alerts/retry", "POST"),
    ]

    @Test(arguments: changes.map(\.path))
    func whatChangesSomethingTakesNoOtherMethod(path: String) async throws {
        let allowed = try #require(Self.changes.first { $0.path == path }?.allowed)
        try await serving(FakeBoard([Samples.status("a")])) { client in
            for method in ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"] where !allowed.contains(method) {
                let answer = try await client.get(path, method: method, headers: ["Content-Length": "0"])
                #expect(answer.status == 405, "\(method)")
                #expect(answer.headers["allow"] == allowed)
            }
        }
    }

    /// Pushes have a token of their own.
    @Test(arguments: changes.filter { !$0.path.contains("/push/") && !$0.path.hasSuffix("/external") }.map(\.path))
    func whatChangesSomethingAsksForTheToken(path: String) async throws {
        let (incident, desk) = (Samples.incident("a"), TestDesk(Ledger([Samples.incident("a")])))
        desk.ledger.change { $0.silences = [Samples.silence(id: "a")] }
        let before = desk.ledger.now
        try await serving(FakeBoard([Samples.status("a")]), FakeStore(ledger: desk.ledger), desk: desk) { client in
            let path = path.replacingOccurrences(of: "incidents/a/", with: "incidents/\(incident.id)/")
            let method = path == "/api/v1/silences/a" ? "DELETE" : "POST"
            for headers in [[:], ["Sonde-Token": "other"]] {
                let answer = try await client.get(path, method: method, headers: headers, body: "")
                #expect(answer.status == 403)
            }
            #expect(try await client.send(path, [], token: "other").status == (method == "POST" ? 403 : 405))
        }
        let after = desk.ledger.now
        #expect(after.incidents == before.incidents && after.silences == before.silences)
        #expect(after.timeline.isEmpty)
    }
}
