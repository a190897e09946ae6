import SondeCore
import Testing

@Suite struct EndpointRouteTests {
    private let columns: Set<String> = [
        "timestamp", "response_time_ms", "status_code", "success", "response_size_bytes", "error_message", "dns_ms",
        "connect_ms", "tls_ms", "ttfb_ms", "transfer_ms", "location",
    ]

    @Test func listHoldsEveryEndpointInOrder() async throws {
        let incident = Samples.incident("b")
        let board = FakeBoard([
            Samples.status("a", group: "core"), Samples.status("b", state: .down, incident: incident),
            Samples.status("c", learning: .learning(share: 0.12)),
        ])
        try await serving(board) { client in
            let endpoints = try await client.json("/api/v1/endpoints")["endpoints"]
            #expect(endpoints.elements.map { $0["name"].text } == ["a", "b", "c"])
            #expect(endpoints[0]["group"].text == "core")
            #expect(endpoints[0]["last"]["response_time_ms"].number == 80)
            #expect(endpoints[0]["last"]["timestamp"].text == "2026-11-22T10:04:00.123Z")
            #expect(endpoints[0]["uptime_24h"].number == 0.999479)
            #expect(endpoints[1]["state"].text == "down")
            #expect(endpoints[1]["open_incident"]["reason"].text == "3 failures in a row")
            #expect(endpoints[2]["learning"]["share"].number == 0.12)
            #expect(endpoints[2]["sensitivity"].text == "medium")
            #expect(endpoints[2]["mode"].text == "page")
        }
    }

    @Test func oneEndpointHasDetails() async throws {
        try await serving(FakeBoard([Samples.status("orders")])) { client in
            let endpoint = try await client.json("/api/v1/endpoints/orders")
            #expect(endpoint["interval_seconds"].number == 15)
            #expect(endpoint["recent_ms"] == .array([.number(81), .null, .number(84)]))
            #expect(endpoint["conditions"][0]["condition"].text == "[STATUS] == 200")
            #expect(endpoint["certificate_expires_at"].text == "2027-01-11T10:04:05.123Z")
        }
    }

    @Test func resultsAreToldProbeByProbeUnderThePromisedColumns() async throws {
        let refused = ProbeFailure(.refused, "Connection refused by 127.0.0.1:8081.")
        let store = FakeStore(results: [
            Samples.result("orders", age: 40), Samples.result("orders", age: 25, failure: refused),
            Samples.result("other", age: 10),
        ])
        try await serving(FakeBoard([Samples.status("orders")]), store) { client in
            let answer = try await client.json("/api/v1/endpoints/orders/results")
            #expect(answer["step_seconds"] == .null)
            let results = answer["results"]
            #expect(results.elements.count == 2)
            #expect(Set(results[0].members.keys) == columns)
            #expect(results[0]["dns_ms"].number == 1.25)
            #expect(results[0]["success"].flag == true)
            #expect(results[1]["response_time_ms"] == .null)
            #expect(results[1]["error_message"].text == refused.message)
        }
    }

    @Test(arguments: [
        ("", nil as Double?),
        ("?from=2026-11-22T02:04:05Z", nil),
        ("?from=2026-11-21T10:04:05Z", 60),
        ("?from=1795341245&to=1795341845", nil),
        ("?from=2026-10-23T10:04:05Z", 3600),
        ("?from=1970-01-02", 864_000),
        ("?step=1m", 60),
        ("?from=2026-11-22T12:00:00%2B02:00&step=30s", 30),
        ("?from=2026-11-22T12:00:00+02:00&step=30s", 30),
    ])
    func resultsAreNeverMoreThanTwoThousand(query: String, step: Double?) async throws {
        try await serving(FakeBoard([Samples.status("orders")])) { client in
            let path = "/api/v1/endpoints/orders/results" + query.replacing("1970-01-02", with: "1970-01-02T00:00:00Z")
            let answer = try await client.json(path)
            #expect(answer["results"].elements.count <= 2000)
            #expect((answer["step_seconds"].number ?? 0) >= (step ?? 0))
            #expect((answer["step_seconds"] == .null) == (step == nil))
        }
    }

    @Test func stepsCarryTheirSpread() async throws {
        try await serving(FakeBoard([Samples.status("orders")])) { client in
            let point = try await client.json("/api/v1/endpoints/orders/results?step=5m")["results"][0]
            #expect(
                Set(point.members.keys)
                    == columns.union(
                        ["min_ms", "max_ms", "p50_ms", "p95_ms", "p99_ms", "count", "failures"]))
            #expect(point["response_time_ms"].number == 20)
            #expect(point["max_ms"].number == 30)
            #expect(point["success"].flag == false)
            #expect(point["status_code"] == .null)
        }
    }

    @Test(arguments: [
        ("/api/v1/endpoints/nobody", 404, "There is no API named \"nobody\"."),
        ("/api/v1/endpoints/nobody/results", 404, "There is no API named \"nobody\"."),
        ("/api/v1/endpoints/%FF", 400, "The name in the path is not percent-encoded UTF-8; write a slash as %2F."),
        ("/api/v1/nothing", 404, "There is nothing at /api/v1/nothing."),
        (
            "/api/v1/endpoints/orders/results?from=yesterday", 400,
            "The parameter from is no time: write RFC 3339 such as 2026-11-22T10:00:00Z, or seconds since 1970."
        ),
        (
            "/api/v1/endpoints/orders/results?to=9e12", 400,
            "The parameter to is no time: write RFC 3339 such as 2026-11-22T10:00:00Z, or seconds since 1970."
        ),
        (
            "/api/v1/endpoints/orders/results?from=1795341845&to=1795341845", 400,
            "The parameter from must be earlier than to."
        ),
        (
            "/api/v1/endpoints/orders/results?step=-1m", 400,
            "The parameter step must be a duration of at least a second: write 15s, 1m, 6h or 1d."
        ),
        (
            "/api/v1/endpoints/orders/results?from=2026-11-15T10:04:05Z&step=1s", 400,
            "The parameter step makes more than 2000 points of this range: write step=600s or leave it out."
        ),
        ("/api/v1/anomalies?endpoint=nobody", 404, "There is no API named \"nobody\"."),
        ("/api/v1/anomalies?limit=0", 400, "The parameter limit must be a whole number from 1 to 2000."),
        ("/api/v1/incidents?limit=x", 400, "The parameter limit must be a whole number from 1 to 2000."),
        ("/api/v1/incidents?open=perhaps", 400, "The parameter open must be true or false."),
        ("/api/v1/endpoints?state=up", 400, "The parameter state is not known: nothing may be asked here."),
        ("/api/v1/endpoints/orders?x", 400, "The parameter x is not known: nothing may be asked here."),
        ("/api/v1/status?a=b", 400, "The parameter a is not known: nothing may be asked here."),
        (
            "/api/v1/endpoints/orders/results?fron=2026-11-22", 400,
            "The parameter fron is not known: write from, to or step."
        ),
        ("/api/v1/anomalies?name=orders", 400, "The parameter name is not known: write endpoint, from, to or limit."),
        (
            "/api/v1/incidents?%FF=1", 400,
            "The parameter %FF is not known: write endpoint, open, members, from, to or limit."
        ),
        ("/api/v1/events?since=1", 400, "The parameter since is not known: write endpoint."),
        ("/api/v1/events?endpoint=nobody", 404, "There is no API named \"nobody\"."),
    ])
    func mistakesAreAnsweredInOneSentence(path: String, status: Int, sentence: String) async throws {
        try await serving(FakeBoard([Samples.status("orders")])) { client in
            let answer = try await client.json(path, status: status)
            #expect(answer == .object(["error": .text(sentence)]))
        }
    }

    @Test(arguments: [
        "/api/v1/endpoints/orders/results", "/api/v1/endpoints/orders/results?step=1m", "/api/v1/anomalies",
        "/api/v1/incidents", "/api/v1/incidents?open=true", "/api/v1/incidents?open=false",
    ])
    func aStoreThatFailsIsSondesOwnTrouble(path: String) async throws {
        let store = FakeStore(failure: .unavailable("The database is locked."))
        try await serving(FakeBoard([Samples.status("orders")]), store) { client in
            let answer = try await client.json(path, status: 503)
            #expect(answer["error"].text == "The store does not answer: The database is locked.")
            #expect(try await client.get(path).headers["retry-after"] == "5")
        }
    }
}
