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

    @Test func statusTellsWhichStoreIsInUse() async throws {
        let board = FakeBoard()
        try await serving(board) { client in
            #expect(try await client.json("/api/v1/status")["store"] == .null)
            board.set(store: StoreHealth(kind: "SQLite", place: "/var/lib/sonde/sonde.db"))
            let store = try await client.json("/api/v1/status")["store"]
            #expect(store["kind"].text == "SQLite")
            #expect(store["place"].text == "/var/lib/sonde/sonde.db")
            #expect(store["spool"] == .null)
            #expect(try await client.get("/").body.contains("stored in SQLite at /var/lib/sonde/sonde.db"))
        }
    }

    @Test func statusTellsWhatWaitsForTheStore() async throws {
        let board = FakeBoard()
        board.set(
            store: StoreHealth(
                kind: "PostgreSQL", place: "sonde@db:5432/<sonde>",
                spool: SpoolStatus(
                    rows: 12_345, bytes: 1_000_000, oldest: Samples.now, droppedRows: 7, setAsideRows: 2)))
        try await serving(board) { client in
            let spool = try await client.json("/api/v1/status")["store"]["spool"]
            #expect(spool["rows"].number == 12_345)
            #expect(spool["bytes"].number == 1_000_000)
            #expect(spool["oldest"].text == Samples.now.rfc3339)
            #expect(spool["dropped_rows"].number == 7)
            #expect(spool["set_aside_rows"].number == 2)
            let page = try await client.get("/").body
            #expect(page.contains("12\u{202F}345 rows in the spool"))
            #expect(page.contains("stored in PostgreSQL at sonde@db:5432/&lt;sonde&gt;"))
        }
    }

    @Test func readinessOfAnUnknownKindIsNoMistake() async throws {
        try await serving(FakeBoard()) { client in
            let answer = try await client.get("/readyz?probe=kubelet")
            #expect(answer.status == 200)
        }
    }
}
