import Testing

@Suite struct MethodTests {
    private static let paths = [
        "/", "/endpoints/a", "/incidents", "/api/v1/endpoints", "/api/v1/endpoints/a", "/api/v1/endpoints/a/results",
        "/api/v1/anomalies", "/api/v1/incidents", "/api/v1/status", "/healthz", "/readyz", "/assets/base.css",
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
}
