import Foundation
import SondeCore
import Testing

/// A person says of an incident that it was no fault.
@Suite struct FeedbackRouteTests {
    private let board = FakeBoard([Samples.status("orders")])
    private let incident: Incident

    init() {
        var incident = Samples.incident("orders", lasting: 60)
        incident.patterns = [FaultPattern(kind: .slow, share: 0.9, extreme: 0.7, probes: 40)]
        self.incident = incident
    }

    private func send(
        _ body: String, of id: String? = nil, token: String? = nil, method: String = "POST", to client: Client
    ) async throws -> Client.Answer {
        let known = try await client.json("/api/v1/token")["token"].text ?? ""
        return try await client.get(
            "/api/v1/incidents/\(id ?? incident.id)/feedback", method: method,
            headers: ["Sonde-Token": token ?? known, "Content-Type": "application/json"], body: body)
    }

    @Test func whatIsSaidIsTakenAndAnswered() async throws {
        try await serving(board, FakeStore(incidents: [incident])) { client in
            let answer = try await send(#"{"fault":false}"#, to: client)
            #expect(answer.status == 200)
            #expect(answer.body.contains(#""told_again":"told again from 2.2 times its usual""#), "\(answer.body)")
            #expect(answer.body.contains(#""excused_at":"20"#))
            let back = try await send(#"{"fault":true}"#, to: client)
            #expect(back.body.contains(#""excused_at":null,"told_again":null"#))
        }
        #expect(board.excuses == [.init(id: incident.id, isFault: false), .init(id: incident.id, isFault: true)])
    }

    @Test func withoutTheTokenNothingIsChanged() async throws {
        try await serving(board, FakeStore(incidents: [incident])) { client in
            let answer = try await send(#"{"fault":false}"#, token: "other", to: client)
            #expect(answer.status == 403)
            #expect(answer.body.contains("A change needs the header Sonde-Token"))
        }
        #expect(board.excuses.isEmpty)
    }

    @Test(arguments: ["", "{}", #"{"fault":"no"}"#, #"{"fault":false"#, String(repeating: " ", count: 2000)])
    func aBodyThatSaysNothingIsRefused(body: String) async throws {
        try await serving(board, FakeStore(incidents: [incident])) { client in
            let answer = try await send(body, to: client)
            #expect(answer.status == 400)
            #expect(answer.body.contains("The body must read"))
        }
        #expect(board.excuses.isEmpty)
    }

    @Test func anIncidentThatIsNotThereIsNotFound() async throws {
        try await serving(board, FakeStore(incidents: [incident])) { client in
            let answer = try await send(#"{"fault":false}"#, of: "nothing", to: client)
            #expect(answer.status == 404)
            #expect(answer.body == #"{"error":"There is no incident nothing."}"#)
        }
    }

    @Test func anIncidentOfBeforeIsAConflict() async throws {
        let old = Samples.incident("orders", lasting: 60)
        try await serving(board, FakeStore(incidents: [old])) { client in
            let answer = try await send(#"{"fault":false}"#, of: old.id, to: client)
            #expect(answer.status == 409)
            #expect(answer.body.contains("is from before Sonde kept what faults look like"))
        }
    }

    @Test(arguments: ["GET", "PUT", "DELETE"])
    func otherMethodsAreRefused(method: String) async throws {
        try await serving(board, FakeStore(incidents: [incident])) { client in
            let answer = try await send("", method: method, to: client)
            #expect(answer.status == 405)
            #expect(answer.headers["allow"] == "POST")
        }
    }

    @Test func pagesHoldTheTokenAndAButton() async throws {
        var excused = incident
        excused.excusedAt = Samples.now
        excused.id += "-excused"
        let old = Samples.incident("billing", age: 900, lasting: 60)
        try await serving(board, FakeStore(incidents: [incident, excused, old])) { client in
            let token = try await client.json("/api/v1/token")["token"].text ?? ""
            let page = try await client.get("/incidents").body
            #expect(page.contains(#"<meta name="sonde-token" content="\#(token)">"#))
            #expect(page.contains(#"data-incident="\#(incident.id)" data-fault="false">No fault</button>"#))
            #expect(page.contains("Called no fault: told again from 2.2 times its usual."))
            #expect(page.contains(#"data-incident="\#(excused.id)" data-fault="true">It was a fault</button>"#))
            #expect(!page.contains(#"data-incident="\#(old.id)""#))
        }
    }
}
