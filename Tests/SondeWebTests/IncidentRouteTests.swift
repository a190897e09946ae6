import SondeCore
import Testing

/// One incident in detail, and what people say of it.
@Suite struct IncidentRouteTests {
    private let board = FakeBoard([Samples.status("orders")])
    private let incident = Samples.incident("orders")
    private let over = Samples.incident("orders", age: 9000, lasting: 60)
    private let desk: TestDesk
    private let store: FakeStore

    init() {
        desk = TestDesk(Ledger([incident, over]))
        store = FakeStore(ledger: desk.ledger)
    }

    private func path(_ what: String, of id: String? = nil) -> String {
        "/api/v1/incidents/\(id ?? incident.id)/\(what)"
    }

    @Test func anIncidentTellsItsStepsAndWhoWasTold() async throws {
        let (sent, dead) = (
            Samples.notice(of: incident), Samples.notice(of: incident, channel: "mail", state: .dead, fault: "550 no")
        )
        desk.ledger.change { entries in
            entries.notices = [sent, dead]
            entries.timeline = [
                TimelineEntry(incident: incident.id, at: incident.openedAt, kind: .opened, text: "It failed."),
                TimelineEntry(incident: over.id, at: over.openedAt, kind: .opened, text: "Another."),
            ]
        }
        try await serving(board, store, desk: desk) { client in
            let one = try await client.json("/api/v1/incidents/\(incident.id)")
            #expect(one["id"].text == incident.id)
            #expect(one["timeline"].elements.count == 1)
            #expect(one["timeline"][0]["kind"].text == "opened")
            #expect(one["timeline"][0]["text"].text == "It failed.")
            #expect(one["timeline"][0]["by"] == .null)
            #expect(one["members"] == .array([]))
            #expect(one["member_count"] == .null)
            let notices = one["notices"].elements
            #expect(notices.map { $0["state"].text } == ["sent", "dead"])
            #expect(notices[1]["channel"].text == "mail")
            #expect(notices[1]["fault"].text == "550 no")
            #expect(notices[1]["attempts"].number == 7)
        }
    }

    @Test func anIncidentOfManyTellsItsMembers() async throws {
        let (group, members) = Samples.group(["a", "b"])
        try await serving(board, FakeStore(incidents: [group] + members)) { client in
            let one = try await client.json("/api/v1/incidents/\(group.id)")
            #expect(one["members"].elements.map { $0["api_name"].text } == ["a", "b"])
            #expect(one["member_count"].number == 2)
        }
    }

    @Test func anAcknowledgementIsTakenAndTakenBack() async throws {
        try await serving(board, store, desk: desk) { client in
            let taken = try await client.change(path("acknowledge"), #"{"by":"Ann"}"#)
            #expect(taken.status == 200)
            #expect(try Client.value(of: taken)["acknowledged_by"].text == "Ann")
            #expect(try await client.json("/api/v1/incidents/\(incident.id)")["acknowledged_by"].text == "Ann")
            #expect(try Client.value(of: taken)["already_acknowledged"].flag == false)
            let again = try await client.change(path("acknowledge"), #"{"by":"Bob"}"#)
            #expect(again.status == 200)
            #expect(try Client.value(of: again)["already_acknowledged"].flag == true)
            #expect(try Client.value(of: again)["acknowledged_by"].text == "Ann")
            #expect(try Client.value(of: again)["acknowledged_at"].text == "2026-11-22T10:04:05.123Z")
            let back = try await client.change(path("unacknowledge"))
            #expect(back.status == 200)
            #expect(try await client.json("/api/v1/incidents/\(incident.id)")["acknowledged_by"] == .null)
        }
    }

    @Test func nobodyHasToSayWhoHeIs() async throws {
        try await serving(board, store, desk: desk) { client in
            let taken = try await client.change(path("acknowledge"))
            #expect(try Client.value(of: taken)["acknowledged_by"].text == "somebody through the API")
        }
    }

    @Test(arguments: ["acknowledge", "unacknowledge"])
    func whatIsOverOrUnknownIsNotAcknowledged(what: String) async throws {
        try await serving(board, store, desk: desk) { client in
            let late = try await client.change(path(what, of: over.id))
            #expect(late.status == 409)
            #expect(late.body.contains("is over since 2026-11-22T07:35:05.123Z."))
            let unknown = try await client.change(path(what, of: "nothing"))
            #expect(unknown.status == 404)
            #expect(unknown.body == #"{"error":"There is no incident nothing."}"#)
        }
    }

    @Test func aNoteStandsInTheTimeline() async throws {
        let text = "Looked at it: ☕️ <b>\\\"done\\\"</b>"
        try await serving(board, store, desk: desk) { client in
            let answer = try await client.change(path("notes"), #"{"text":" \#(text) ","by":"Ann"}"#)
            #expect(answer.status == 201)
            let timeline = try await client.json("/api/v1/incidents/\(incident.id)")["timeline"]
            #expect(timeline[0]["text"].text == #"Looked at it: ☕️ <b>"done"</b>"#)
            #expect(timeline[0]["by"].text == "Ann")
            #expect(timeline[0]["kind"].text == "note")
            // One that is over can still be explained.
            #expect(try await client.change(path("notes", of: over.id), #"{"text":"It was the cable."}"#).status == 201)
            #expect(try await client.change(path("notes", of: "none"), #"{"text":"x"}"#).status == 404)
        }
    }

    @Test func theLongestNoteIsTaken() async throws {
        try await serving(board, store, desk: desk) { client in
            let longest = String(repeating: "ü", count: 2000)
            #expect(try await client.change(path("notes"), #"{"text":"\#(longest)"}"#).status == 201)
            let longer = try await client.change(path("notes"), #"{"text":"\#(longest)ü"}"#)
            #expect(longer.status == 400)
            #expect(longer.body == #"{"error":"The member text is longer than 2000 characters."}"#)
            let flood = try await client.change(path("notes"), String(repeating: " ", count: 20_000))
            #expect(flood.status == 413)
        }
    }

    @Test(arguments: [
        ("", "The member text is missing"), (#"{"text":"  "}"#, "The member text is missing"),
        (#"{"text":"a\nb"}"#, "The member text holds a line break or another control character."),
        (#"{"text":"a\u0007b"}"#, "The member text holds a line break or another control character."),
        (#"{"text":"a\u202eb"}"#, "The member text holds a line break or another control character."),
        (#"{"text":"a","by":"x\r\ny"}"#, "The member by holds a line break or another control character."),
        (#"{"text":5}"#, "The member text must be a text."),
        (#"{"text":"a","author":"b"}"#, "The member author is not known: write text or by."),
        ("[]", "The body must be an object of JSON."), (#"{"text":"#, "The body must be an object of JSON."),
    ])
    func aNoteThatCannotBeUsedIsRefused(body: String, sentence: String) async throws {
        try await serving(board, store, desk: desk) { client in
            let answer = try await client.change(path("notes"), body)
            #expect(answer.status == 400)
            #expect(answer.body.contains(sentence), "\(answer.body)")
        }
        #expect(desk.ledger.now.timeline.isEmpty)
    }

    @Test func aStoreThatIsAwayIsSondesTrouble() async throws {
        let away = FakeStore(failure: .unavailable("The database is locked."))
        try await serving(board, away, desk: desk) { client in
            let read = try await client.get("/api/v1/incidents/\(incident.id)")
            #expect(read.status == 503)
            // The desk knows what is open without it.
            #expect(try await client.change(path("acknowledge"), #"{"by":"Ann"}"#).status == 200)
        }
    }
}
