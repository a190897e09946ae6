import SondeCore
import Testing

/// Endpoints report themselves.
@Suite struct PushRouteTests {
    private static let secret = "push-token-5f8a"
    private let desk = TestDesk(tokens: [secret: "nightly backup"])

    @Test(arguments: [
        ("", "", PushReport()),
        ("?success=true&duration=250ms", "", PushReport(duration: .milliseconds(250))),
        (
            "?success=false&error=disk+full&duration=1m30s", "",
            PushReport(isSuccess: false, duration: .seconds(90), error: "disk full")
        ),
        ("?error=disk%20full", "", PushReport(isSuccess: false, error: "disk full")),
        ("?success=true&error=ignored", "", PushReport()),
        (
            "", #"{"success":false,"error":"a\nb","duration":"2s"}"#,
            PushReport(isSuccess: false, duration: .seconds(2), error: "a b")
        ),
        ("?success=false", #"{"success":true,"duration":"2s"}"#, PushReport(isSuccess: false, duration: .seconds(2))),
        ("?success=false&error=", "{}", PushReport(isSuccess: false)),
    ])
    func aReportIsTaken(query: String, body: String, report: PushReport) async throws {
        try await serving(FakeBoard(), desk: desk) { client in
            let answer = try await client.get("/api/v1/push/\(Self.secret)\(query)", method: "POST", body: body)
            #expect(answer.status == 200)
            #expect(answer.body == #"{"api_name":"nightly backup"}"#)
        }
        #expect(desk.reports == [report])
    }

    @Test(arguments: [
        ("?success=maybe", "", "The parameter success must be true or false."),
        ("?duration=fast", "", "The parameter duration must be a duration from 0 ms to 24 h"),
        ("?duration=-1s", "", "The parameter duration must be a duration"), ("?status=up", "", "The parameter status"),
        ("", #"{"success":1}"#, "The member success must be true or false."),
        ("", "success=true", "The body must be an object of JSON."),
    ])
    func aReportThatCannotBeReadIsRefused(query: String, body: String, sentence: String) async throws {
        try await serving(FakeBoard(), desk: desk) { client in
            let answer = try await client.get("/api/v1/push/\(Self.secret)\(query)", method: "POST", body: body)
            #expect(answer.status == 400)
            #expect(answer.body.contains(sentence), "\(answer.body)")
            #expect(!answer.body.contains(Self.secret))
        }
        #expect(desk.reports.isEmpty)
    }

    @Test(arguments: [
        ("POST", "/api/v1/push/secret-token-1", 404), ("GET", "/api/v1/push/secret-token-1", 405),
        ("PUT", "/api/v1/push/secret-token-1?success=true", 405), ("DELETE", "/api/v1/push/secret-token-1/", 405),
        ("POST", "/api/v1/push/secret-token-1/more", 404), ("GET", "//api/v1/push//secret-token-1/more", 404),
        ("POST", "/api/v1/push/secret-token-1%ZZ", 400),
    ])
    func theTokenIsNeverEchoed(method: String, path: String, status: Int) async throws {
        try await serving(FakeBoard(), desk: desk) { client in
            let answer = try await client.get(path, method: method, headers: ["Content-Length": "0"])
            #expect(answer.status == status)
            #expect(!answer.body.contains("secret-token-1"), "\(answer.body)")
        }
    }

    @Test func whatToDoAboutAnUnknownTokenIsSaid() async throws {
        try await serving(FakeBoard(), desk: desk) { client in
            let pushed = try await client.get("/api/v1/push/secret-token-1", method: "POST", body: "")
            #expect(pushed.body.contains("write there the 'token' of the endpoint in Sonde's configuration"))
            let external = try await client.get(
                "/api/v1/endpoints/job/external?success=true", method: "POST",
                headers: ["Authorization": "Bearer secret-token-1"], body: "")
            #expect(external.status == 401)
            #expect(external.body.contains("write there the 'token' of the endpoint in Sonde's configuration"))
            #expect(!external.body.contains("secret-token-1"))
        }
    }

    @Test func aFloodIsRefused() async throws {
        try await serving(FakeBoard(), desk: desk) { client in
            let body = #"{"error":"\#(String(repeating: "x", count: 9000))"}"#
            let answer = try await client.get("/api/v1/push/\(Self.secret)", method: "POST", body: body)
            #expect(answer.status == 413)
        }
        #expect(desk.reports.isEmpty)
    }

    @Test func aLongErrorIsCut() async throws {
        try await serving(FakeBoard(), desk: desk) { client in
            let body = #"{"error":"\#(String(repeating: "ü", count: 3000))"}"#
            let taken = try await client.get("/api/v1/push/\(Self.secret)", method: "POST", body: body)
            #expect(taken.status == 200)
        }
        #expect(desk.reports.map { $0.error?.count } == [500])
    }

    @Test func gatusScriptsGoOn() async throws {
        try await serving(FakeBoard(), desk: desk) { client in
            let path = "/api/v1/endpoints/core_nightly-backup/external?success=false&error=disk%20full&duration=10s"
            let taken = try await client.get(
                path, method: "POST", headers: ["Authorization": "Bearer \(Self.secret)"], body: "")
            #expect(taken.status == 200)
            #expect(taken.body == #"{"api_name":"nightly backup"}"#)
            for header in ["Bearer other", "Bearer ", "Basic \(Self.secret)", Self.secret] {
                let refused = try await client.get(
                    path, method: "POST", headers: ["Authorization": header], body: "")
                #expect(refused.status == 401)
                #expect(!refused.body.contains(Self.secret) && !refused.body.contains("other"))
            }
            #expect(try await client.get(path, method: "POST", body: "").status == 401)
        }
        #expect(desk.reports == [PushReport(isSuccess: false, duration: .seconds(10), error: "disk full")])
    }
}
