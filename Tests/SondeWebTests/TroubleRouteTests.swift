import SondeCore
import Testing

@Suite struct TroubleRouteTests {
    private let board = FakeBoard([Samples.status("a"), Samples.status("b")])
    private let store = FakeStore(
        anomalies: [Samples.anomaly("a", age: 90_000), Samples.anomaly("a", age: 60), Samples.anomaly("b", age: 30)],
        incidents: [
            Samples.incident("a", age: 3600, lasting: 300), Samples.incident("a", age: 600),
            Samples.incident("b", age: 60),
        ])

    @Test func anomaliesOfADayNewestFirst() async throws {
        try await serving(board, store) { client in
            let anomalies = try await client.json("/api/v1/anomalies")["anomalies"]
            #expect(anomalies.elements.map { $0["api_name"].text } == ["b", "a"])
            #expect(anomalies[0]["anomaly_score"].number == -0.15)
            #expect(anomalies[0]["severity"].text == "high")
            #expect(anomalies[0]["is_anomaly"].flag == true)
            #expect(anomalies[0]["reasons"] == .array([.text("first byte late")]))
        }
    }

    @Test(arguments: [
        ("?endpoint=a", 1), ("?endpoint=a&from=2026-11-20T00:00:00Z", 2), ("?limit=1", 1),
        ("?to=2026-11-21T10:00:00Z", 1), ("?endpoint=", 2),
    ])
    func anomaliesAreChosen(query: String, count: Int) async throws {
        try await serving(board, store) { client in
            let anomalies = try await client.json("/api/v1/anomalies" + query)["anomalies"]
            #expect(anomalies.elements.count == count)
        }
    }

    @Test(arguments: [
        ("", ["b", "a", "a"]), ("?open=true", ["b", "a"]), ("?open=false", ["a"]), ("?endpoint=b", ["b"]),
        ("?endpoint=a&open=true", ["a"]), ("?limit=2", ["b", "a"]), ("?open=false&limit=1", ["a"]),
    ])
    func incidentsAreChosen(query: String, names: [String]) async throws {
        try await serving(board, store) { client in
            let incidents = try await client.json("/api/v1/incidents" + query)["incidents"]
            #expect(incidents.elements.map { $0["api_name"].text } == names)
        }
    }

    @Test func anIncidentTellsItsReasonAndTimes() async throws {
        try await serving(board, store) { client in
            let incident = try await client.json("/api/v1/incidents?open=false")["incidents"][0]
            #expect(incident["reason"].text == "3 failures in a row")
            #expect(incident["opened_at"].text == "2026-11-22T09:04:05.123Z")
            #expect(incident["closed_at"].text == "2026-11-22T09:09:05.123Z")
            #expect(incident["kind"].text == "failure")
        }
    }

    @Test func anIncidentOfManyStandsForItsMembers() async throws {
        let (sample, members) = Samples.group(["a", "b"])
        var group = sample
        group.openedAt = Samples.now.advanced(by: .seconds(-700))
        let store = FakeStore(incidents: [group] + members)
        try await serving(board, store) { [group] client in
            let all = try await client.json("/api/v1/incidents")["incidents"]
            #expect(all.elements.count == 3)
            let told = try await client.json("/api/v1/incidents?members=false&open=true&limit=1")["incidents"]
            #expect(told.elements.map { $0["id"].text } == [group.id])
            #expect(told[0]["scope"].text == "host")
            #expect(told[0]["member_count"].number == 2)
            let one = try await client.json("/api/v1/incidents?endpoint=a")["incidents"][0]
            #expect(one["parent"].text == group.id)
            #expect(one["member_count"] == .null)
        }
    }

    @Test func whatPeopleAndRulesSaidOfAnIncidentIsTold() async throws {
        var incident = Samples.incident("a")
        incident.isFlapping = true
        incident.acknowledgement = Incident.Acknowledgement(at: Samples.now, by: "Ann")
        incident.quiet = .maintenance
        try await serving(board, FakeStore(incidents: [incident])) { client in
            let told = try await client.json("/api/v1/incidents")["incidents"][0]
            #expect(told["flapping"].flag == true)
            #expect(told["acknowledged_at"].text == "2026-11-22T10:04:05.123Z")
            #expect(told["acknowledged_by"].text == "Ann")
            #expect(told["quiet"].text == "maintenance")
            #expect(told["parent"] == .null)
        }
    }
}
