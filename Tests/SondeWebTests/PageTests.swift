import SondeCore
import Testing

@testable import SondeWeb

@Suite struct PageTests {
    @Test func overviewShowsTheWorstFirst() async throws {
        let incident = Samples.incident("broken", reason: "3 failures in a row: status 503")
        let board = FakeBoard([
            Samples.status("fine"), Samples.status("slow", state: .degraded),
            Samples.status("broken", state: .down, incident: incident),
            Samples.status("new", state: .pending, learning: .learning(share: 0.06)),
        ])
        try await serving(board) { client in
            let page = try await client.get("/").body
            #expect(names(in: page) == ["broken", "slow", "new", "fine"])
            #expect(page.contains("<title>1 down · Sonde</title>"))
            #expect(page.contains("3 failures in a row: status 503"))
            #expect(page.contains("Learning 6 %"))
            #expect(page.contains("99.94 %"))
            #expect(page.contains("80 ms"))
            #expect(try await names(in: client.get("/?sort=name").body) == ["broken", "fine", "new", "slow"])
            #expect(try await names(in: client.get("/?state=up").body) == ["fine"])
        }
    }

    @Test func overviewShowsTwoHundredOfMany() async throws {
        let statuses = (0..<450).map { Samples.status("api-\($0)", group: $0 < 3 ? "Core" : nil) }
        try await serving(FakeBoard(statuses)) { client in
            let first = try await client.get("/")
            #expect(names(in: first.body) == (0..<200).map { "api-\($0)" })
            #expect(first.body.contains("1 to 200 of 450"))
            let last = try await client.get("/?page=3").body
            #expect(names(in: last) == (400..<450).map { "api-\($0)" })
            #expect(last.contains("href=\"/?page=2\""))
            #expect(try await names(in: client.get("/?page=99").body).count == 50)
            #expect(try await names(in: client.get("/?q=cORE").body) == ["api-0", "api-1", "api-2"])
            #expect(try await names(in: client.get("/?q=api-44").body).count == 11)
        }
    }

    @Test func emptyListsSaySo() async throws {
        try await serving(FakeBoard()) { client in
            let page = try await client.get("/").body
            #expect(page.contains("No API is watched yet."))
        }
        try await serving(FakeBoard([Samples.status("a")])) { client in
            #expect(try await client.get("/?q=a+b").body.contains("No API matches “a b”."))
            #expect(try await client.get("/?state=down").body.contains("No API is down now."))
            #expect(try await client.get("/incidents").body.contains("No incident so far."))
            let page = try await client.get("/endpoints/a").body
            #expect(page.contains("id=\"no-probes\">No probe yet. The first comes within 15 s."))
        }
    }

    @Test func aDisabledEndpointIsDisabledAndNoMore() async throws {
        let disabled = Samples.status("off", state: .disabled, learning: .learning(share: 0))
        try await serving(FakeBoard([disabled])) { client in
            for path in ["/", "/endpoints/off"] {
                let page = try await client.get(path).body
                #expect(page.contains("Disabled"))
                #expect(!page.contains("Learning") && !page.contains("Learned"))
            }
            let page = try await client.get("/endpoints/off").body
            #expect(page.contains("id=\"no-probes\">Not probed: disabled."))
        }
    }

    /// Otherwise nobody would notice that nothing is ever told of it.
    @Test func anObservedEndpointSaysSo() async throws {
        var learning = Samples.status("a", learning: .learning(share: 0.12))
        learning.mode = .observe
        var learned = Samples.status("b")
        learned.mode = .observe
        try await serving(FakeBoard([learning, learned])) { client in
            let overview = try await client.get("/").body
            #expect(overview.contains("Learning 12 %, only observed"))
            #expect(overview.contains("Learned, only observed"))
            for path in ["/endpoints/a", "/endpoints/b"] {
                let page = try await client.get(path).body
                #expect(page.contains("Observed only: nothing opens an incident"))
                #expect(!page.contains("are told"))
            }
        }
    }

    @Test func anEndpointThatOnlyFailedAwaitsASuccess() async throws {
        let last = Samples.result("a", failure: ProbeFailure(.refused, "Connection refused."))
        let status = Samples.status("a", state: .down, last: last, learning: .learning(share: 0))
        try await serving(FakeBoard([status])) { client in
            let overview = try await client.get("/").body
            #expect(overview.contains("Awaits a success"))
            let page = try await client.get("/endpoints/a").body
            #expect(page.contains("Learning begins with the first success"))
        }
    }

    @Test func theCertificateIsShownThoughTheNewestProbeSawNone() async throws {
        let last = Samples.result("a", failure: ProbeFailure(.refused, "Connection refused."))
        try await serving(FakeBoard([Samples.status("a", state: .down, last: last)])) { client in
            let page = try await client.get("/endpoints/a").body
            #expect(page.contains("50 days left"))
        }
    }

    @Test func endpointPageShowsItsHistory() async throws {
        let failure = ProbeFailure(.timeout, "No first byte within 5 s.")
        let store = FakeStore(
            results: [Samples.result("a", age: 40, failure: failure), Samples.result("a")],
            anomalies: [Samples.anomaly("a")], incidents: [Samples.incident("a", age: 7200, lasting: 4000)])
        try await serving(FakeBoard([Samples.status("a", incident: Samples.incident("a", reason: "slow"))]), store) {
            client in
            let page = try await client.get("/endpoints/a").body
            for expected in [
                "No first byte within 5 s.", "first byte late", "-0.15", "2.3 kB", "50 days left", "1 h 6 min",
                "1.3 ms", "3 of 5\u{202F}760 probes failed", "<time datetime=\"2026-11-22T10:04:00.123Z\">",
            ] {
                #expect(page.contains(expected))
            }
        }
    }

    @Test func pagesStandWhenTheStoreFails() async throws {
        let store = FakeStore(failure: .unavailable("The database is locked."))
        try await serving(FakeBoard([Samples.status("a")]), store) { client in
            for path in ["/endpoints/a", "/incidents"] {
                let page = try await client.get(path)
                #expect(page.status == 200)
                #expect(page.body.contains("The database is locked."))
            }
            // Nothing is said of what is not known.
            let page = try await client.get("/endpoints/a").body
            for unknown in ["No incident in", "No probe yet", "No probe has failed"] {
                #expect(!page.contains(unknown))
            }
            #expect(page.matches(of: /Cannot be read just now\./).count == 3)
        }
    }

    @Test func whatIsKnownOfAnOpenIncidentIsMarked() async throws {
        var incident = Samples.incident("a", reason: "slow")
        incident.quiet = .silenced
        incident.acknowledgement = Incident.Acknowledgement(at: Samples.now, by: "Ann")
        try await serving(FakeBoard([Samples.status("a", incident: incident), Samples.status("b")])) { client in
            let overview = try await client.get("/").body
            #expect(overview.contains(#"<a class="reason" href="/incidents/\#(incident.id)">slow</a>"#))
            #expect(overview.contains(#"<span class="flags">acknowledged by Ann, silenced</span>"#))
            #expect(overview.contains(#"<a class="reason"></a> <span class="flags"></span>"#))
            let page = try await client.get("/endpoints/a").body
            #expect(page.contains(#"<a href="/incidents/\#(incident.id)">slow</a>"#))
            #expect(page.contains(#"<span class="tag flag">silenced</span>"#))
        }
    }

    @Test func withoutDygraphsThePageSaysWhatToInstall() async throws {
        let environment = ["SONDE_DYGRAPHS_DIR": "/nonexistent"]
        try await servingGroup(FakeBoard([Samples.status("a")]), environment: environment) { client, _ in
            let page = try await client.get("/endpoints/a")
            #expect(page.status == 200)
            #expect(page.body.contains("install the package libjs-dygraphs"))
            #expect(!page.body.contains("dygraph.min.js"))
        }
    }

    @Test(arguments: [
        ("/endpoints/nobody", 404, "There is no API named &quot;nobody&quot;."),
        ("/nowhere", 404, "There is nothing at /nowhere."),
        ("/?page=0", 400, "The parameter page must be a whole number from 1 to 1000000."),
        ("/?sort=best", 400, "The parameter sort must be worst or name."),
        ("/?state=odd", 400, "The parameter state must be one of pending, up, degraded, down, disabled."),
    ])
    func mistakesGetAPage(path: String, status: Int, sentence: String) async throws {
        try await serving(FakeBoard([Samples.status("a")])) { client in
            let page = try await client.get(path)
            #expect(page.status == status)
            #expect(page.headers["content-type"] == "text/html; charset=utf-8")
            #expect(page.body.contains(sentence))
        }
    }

    private func names(in page: String) -> [String] {
        page.matches(of: /data-name="([^"]*)"/).map { String($0.output.1) }
    }
}
