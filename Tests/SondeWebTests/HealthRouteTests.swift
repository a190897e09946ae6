import SondeCore
import Testing

@Suite struct HealthRouteTests {
    @Test func aliveAndReadyWithoutTroubles() async throws {
        try await serving(FakeBoard()) { client in
            let health = try await client.get("/healthz")
            #expect(health.status == 200)
            #expect(try await client.json("/readyz")["ready"].flag == true)
        }
    }

    @Test func aliveButNotReadyWithTroubles() async throws {
        let board = FakeBoard()
        board.set(troubles: ["The disk is full."])
        try await serving(board) { client in
            #expect(try await client.get("/healthz").status == 200)
            let answer = try await client.json("/readyz", status: 503)
            #expect(answer["troubles"] == .array([.text("The disk is full.")]))
            #expect(try await client.get("/").body.contains("The disk is full."))
        }
    }

    @Test func statusTellsWhatSondeDoes() async throws {
        try await serving(FakeBoard()) { client in
            let status = try await client.json("/api/v1/status")
            #expect(status["probes"].number == 12_345)
            #expect(status["started_at"].text == Samples.now.rfc3339)
        }
    }

    @Test func readinessOfAnUnknownKindIsNoMistake() async throws {
        try await serving(FakeBoard()) { client in
            let answer = try await client.get("/readyz?probe=kubelet")
            #expect(answer.status == 200)
        }
    }
}
