import SondeCore
import Testing

/// Channels, notices and dead letters over the JSON interface.
@Suite struct AlertRouteTests {
    private let board = FakeBoard([Samples.status("orders")])
    private let desk: TestDesk
    private let store: FakeStore
    private let dead: [Notice]

    init() {
        let channel = ChannelStatus(
            name: "team", type: "slack", waiting: 2, sent: 40, dead: 1, lastSentAt: Samples.now,
            fault: "no_service", nextTry: Samples.now.advanced(by: .seconds(60)))
        desk = TestDesk(channels: [channel, ChannelStatus(name: "mail", type: "email")])
        store = FakeStore(ledger: desk.ledger)
        dead = (1...2).map {
            Samples.notice(of: Samples.incident("dead-\($0)", age: Double($0)), state: .dead, fault: "no_service")
        }
        let others = [
            Samples.notice(of: Samples.incident("sent", age: 50)),
            Samples.notice(of: Samples.incident("waiting", age: 5), state: .waiting),
        ]
        desk.ledger.change { [dead] in $0.notices = dead + others }
    }

    @Test func channelsTellHowTheyDo() async throws {
        try await serving(board, store, desk: desk) { client in
            let channels = try await client.json("/api/v1/alerts/channels")["channels"]
            #expect(channels.elements.map { $0["name"].text } == ["team", "mail"])
            #expect(channels[0]["type"].text == "slack")
            #expect(channels[0]["waiting"].number == 2)
            #expect(channels[0]["sent"].number == 40)
            #expect(channels[0]["dead"].number == 1)
            #expect(channels[0]["last_sent_at"].text == "2026-11-22T10:04:05.123Z")
            #expect(channels[0]["fault"].text == "no_service")
            #expect(channels[0]["next_try"].text == "2026-11-22T10:05:05.123Z")
            #expect(channels[1]["last_sent_at"] == .null && channels[1]["fault"] == .null)
        }
    }

    @Test(arguments: [
        ("", ["dead-1", "dead-2", "waiting", "sent"]), ("?state=dead", ["dead-1", "dead-2"]),
        ("?state=waiting", ["waiting"]), ("?state=dead&limit=1", ["dead-1"]), ("?state=dropped", []),
    ])
    func noticesAreChosen(query: String, names: [String]) async throws {
        try await serving(board, store, desk: desk) { client in
            let notices = try await client.json("/api/v1/alerts/notices" + query)["notices"]
            #expect(notices.elements.map { $0["api_name"].text } == names)
        }
    }

    @Test(arguments: [("?state=gone", "state must be waiting, sent, dropped or dead"), ("?limit=0", "limit must be")])
    func anotherStateIsRefused(query: String, sentence: String) async throws {
        try await serving(board, store, desk: desk) { client in
            let answer = try await client.get("/api/v1/alerts/notices" + query)
            #expect(answer.status == 400)
            #expect(answer.body.contains("The parameter \(sentence)"))
        }
    }

    @Test func deadLettersAreTriedAgain() async throws {
        try await serving(board, store, desk: desk) { client in
            let one = try await client.change("/api/v1/alerts/retry", #"{"notice":"\#(dead[0].id)"}"#)
            #expect(one.body == #"{"retried":1}"#)
            let again = try await client.change("/api/v1/alerts/retry", #"{"notice":"\#(dead[0].id)"}"#)
            #expect(again.status == 404)
            #expect(try await client.change("/api/v1/alerts/retry", "{}").body == #"{"retried":1}"#)
            #expect(try await client.change("/api/v1/alerts/retry").body == #"{"retried":0}"#)
            let wrong = try await client.change("/api/v1/alerts/retry", #"{"all":true}"#)
            #expect(wrong.status == 400)
        }
    }
}
