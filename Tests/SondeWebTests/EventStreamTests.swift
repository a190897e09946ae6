import ServiceLifecycle
import SondeCore
import Testing

@Suite struct EventStreamTests {
    @Test func aProbeOfTheEndpointArrives() async throws {
        let board = FakeBoard([Samples.status("a"), Samples.status("b")])
        try await serving(board) { client in
            var events = try client.events("/api/v1/events?endpoint=a")
            await board.watched(by: 2)
            board.send(.probed(Samples.result("b"), Verdict(), .up), of: "b")
            board.send(
                .probed(Samples.result("a"), Verdict(score: -0.12, severity: .high, reasons: ["late"]), .up), of: "a")
            let probe = try await events.next("probe")
            #expect(probe["api_name"].text == "a")
            #expect(probe["result"]["ttfb_ms"].number == 55)
            #expect(probe["verdict"]["severity"].text == "high")
            #expect(probe["state"].text == "up")
            events.hangUp()
        }
    }

    @Test func sondesOwnTroubleConcernsEveryPageOnce() async throws {
        let board = FakeBoard([Samples.status("a")])
        try await serving(board) { client in
            var events = try client.events("/api/v1/events?endpoint=a")
            await board.watched(by: 2)
            board.send(.trouble("The disk is full."))
            board.send(.reloaded(endpoints: 3))
            #expect(try await events.next()?.name == "trouble")
            #expect(try await events.next()?.name == "reloaded")
            events.hangUp()
        }
    }

    @Test func everythingElseArrivesAtOnce() async throws {
        let board = FakeBoard([Samples.status("a")])
        try await serving(board) { client in
            var events = try client.events("/api/v1/events")
            let first = try await events.next("endpoints")
            #expect(first["totals"]["up"].number == 1)
            #expect(first["endpoints"][0]["name"].text == "a")
            board.send(.opened(Samples.incident("a", reason: "</script>\n\ndata: x")))
            #expect(try await events.next("opened")["reason"].text == "</script>\n\ndata: x")
            board.send(.anomaly(Samples.anomaly("a")))
            #expect(try await events.next("anomaly")["anomaly_score"].number == -0.15)
            board.send(.learned(endpoint: "a"))
            #expect(try await events.next("learned")["api_name"].text == "a")
            board.send(.trouble("The disk is full."))
            #expect(try await events.next("trouble")["message"].text == "The disk is full.")
            board.send(.reloaded(endpoints: 3))
            #expect(try await events.next("reloaded")["endpoints"].number == 3)
            events.hangUp()
        }
    }

    @Test func probesAreGatheredForASecond() async throws {
        let (board, clock) = (FakeBoard(["a", "b", "c", "d"].map { Samples.status($0) }), SteppedClock())
        try await serving(board, clock: clock) { client in
            var events = try client.events("/api/v1/events")
            _ = try await events.next("endpoints")
            board.send(.probed(Samples.result("a"), Verdict(), .up))
            #expect(try await names(events.next("endpoints")) == ["a"])
            await clock.sleeping(until: Samples.now.advanced(by: .seconds(1)))
            for name in ["b", "c", "b"] { board.send(.probed(Samples.result(name), Verdict(), .up)) }
            // What is told at once shows that the probes before it were taken.
            board.send(.trouble("…"))
            _ = try await events.next("trouble")
            clock.advance(by: .seconds(1))
            #expect(try await names(events.next("endpoints")) == ["b", "c"])
            events.hangUp()
        }
    }

    @Test func theOverviewHearsOfItsOwnRowsOnly() async throws {
        let board = FakeBoard(["a", "b"].map { Samples.status($0) })
        try await serving(board) { client in
            let page = try await client.get("/").body
            let keys = page.matches(of: /data-key="([^"]*)"/).map { String($0.output.1) }
            var events = try client.events("/live/overview?rows=\(keys[0])")
            let first = try await events.next("rows")
            #expect(first["rows"].elements.map { $0["name"].text } == ["a"])
            #expect(first["rows"][0]["last"].text == "80 ms")
            #expect(first["totals"]["endpoints"].number == 2)
            board.update(Samples.status("a", state: .down))
            board.send(.probed(Samples.result("a"), Verdict(), .down))
            let row = try await events.next("rows")["rows"][0]
            #expect(row["stateWord"].text == "Down")
            events.hangUp()
        }
    }

    @Test func gracefulShutdownEndsStreamsAtOnce() async throws {
        let board = FakeBoard([Samples.status("a")])
        try await servingGroup(board) { client, group in
            var all = try client.events("/api/v1/events")
            _ = try await all.next("endpoints")
            var one = try client.events("/api/v1/events?endpoint=a")
            await board.watched(by: 2)
            await group.triggerGracefulShutdown()
            #expect(try await all.next() == nil)
            #expect(try await one.next() == nil)
        }
    }

    @Test func aReaderThatIsStuckHoldsUpShutdownForThreeSecondsOnly() async throws {
        let (board, clock) = (FakeBoard([Samples.status("a")]), SteppedClock())
        try await servingGroup(board, clock: clock) { client, group in
            let stuck = try Connection(port: client.port, isReading: false)
            stuck.write("GET /api/v1/events?endpoint=a HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            await board.watched(by: 2)
            let long = String(repeating: "x", count: 1_000_000)
            for _ in 0..<32 { board.send(.trouble(long)) }
            await group.triggerGracefulShutdown()
            await clock.sleeping(until: Samples.now.advanced(by: .seconds(3)))
            clock.advance(by: .seconds(3))
        }
    }

    private func names(_ message: JSONValue) -> [String?] {
        message["endpoints"].elements.map { $0["name"].text }
    }
}
