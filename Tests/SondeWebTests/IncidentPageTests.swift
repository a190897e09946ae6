import SondeCore
import Testing

@testable import SondeWeb

/// The list of incidents and the page of one, with what its forms do.
@Suite struct IncidentPageTests {
    private let board = FakeBoard([Samples.status("orders")])
    private let incident: Incident
    private let desk: TestDesk
    private let store: FakeStore

    init() {
        var incident = Samples.incident("orders", reason: "3 probes in a row failed")
        incident.patterns = [FaultPattern(kind: .slow, share: 0.9, extreme: 0.7, probes: 40)]
        self.incident = incident
        desk = TestDesk(Ledger([incident]))
        store = FakeStore(ledger: desk.ledger)
    }

    private var address: String { "/incidents/\(incident.id)" }

    @Test func openOnesStandFirstAndManyAsOne() async throws {
        let (group, members) = Samples.group((1...12).map { "api-\($0)" })
        let over = Samples.incident("late", age: 30, lasting: 20, reason: "was slow")
        var flapping = Samples.incident("flap", reason: "again and again")
        flapping.isFlapping = true
        try await serving(board, FakeStore(incidents: members + [group, over, flapping])) { client in
            let page = try await client.get("/incidents").body
            let order = ["2 incidents are open.", "Many APIs of one host fail", "again and again", "was slow"]
            let places = order.compactMap { page.firstRange(of: $0)?.lowerBound }
            #expect(places.count == 4 && places == places.sorted())
            #expect(page.contains("<strong>host api.example.com</strong>"))
            #expect(page.contains(#"12 APIs: <a href="/incidents/\#(members[0].id)">api-1</a>"#))
            #expect(page.contains("and 2 more") && !page.contains("api-11"))
            #expect(page.contains(#"<span class="tag flag">flapping</span>"#))
            #expect(page.contains(#"<a class="reason" href="/incidents/\#(group.id)">"#))
        }
    }

    @Test func thePageShowsWhatHappenedAndWhoWasTold() async throws {
        desk.ledger.change { entries in
            entries.timeline = [
                TimelineEntry(incident: incident.id, at: incident.openedAt, kind: .opened, text: "3 failed"),
                TimelineEntry(incident: incident.id, at: Samples.now, kind: .note, text: "On it", author: "Ann"),
            ]
            entries.notices = [
                Samples.notice(of: incident),
                Samples.notice(of: incident, channel: "mail", state: .dead, fault: "550 no such user"),
                Samples.notice(of: incident, channel: "pager", state: .waiting),
            ]
        }
        try await serving(board, store, desk: desk) { client in
            let page = try await client.get(address)
            #expect(page.status == 200)
            for expected in [
                "<title>orders: open · Sonde</title>", #"<a href="/endpoints/orders">orders</a>"#,
                "3 probes in a row failed", "open for 10 min", "Probes failed",
                "<strong>Opened</strong> <span class=\"text\">3 failed</span>",
                "<strong>Note</strong> <span class=\"text\">On it</span> <span class=\"author\">Ann</span>",
                "<strong class=\"channel\">team</strong> <span class=\"outcome sent\">was told 09:54:06 UTC</span>",
                "<strong class=\"channel\">mail</strong>", "7 tries, given up</span>",
                "could not be told: 550 no such user", "<strong class=\"channel\">pager</strong>", "is being told",
                "action=\"\(address)/acknowledge\"", "action=\"\(address)/silence\"",
                "Silence this API for", "action=\"\(address)/notes\"", "action=\"\(address)/feedback\"",
            ] {
                #expect(page.body.contains(expected), "\(expected)")
            }
        }
    }

    @Test func anIncidentOfManyListsThem() async throws {
        let (group, members) = Samples.group(["a", "b"], lasting: 300)
        try await serving(board, FakeStore(incidents: [group] + members)) { client in
            let page = try await client.get("/incidents/\(group.id)").body
            #expect(page.contains("<h1>host api.example.com</h1>"))
            #expect(page.contains("<h2 id=\"members-title\">2 APIs</h2>"))
            #expect(page.contains("<a href=\"/endpoints/a\">a</a>") && page.contains("<a href=\"/endpoints/b\">b</a>"))
            #expect(page.contains("Silence 2 APIs for") && page.contains("lasted 5 min"))
            #expect(!page.contains("/acknowledge"))
            let member = try await client.get("/incidents/\(members[0].id)").body
            #expect(member.contains("It is part of <a href=\"/incidents/\(group.id)\">"))
        }
    }

    /// One of many is acknowledged with all of them: they have one cause, and one story that is told.
    @Test func theButtonOfAMemberIsThatOfTheGroup() async throws {
        let (group, members) = Samples.group(["a", "b"])
        let desk = TestDesk(Ledger([group] + members))
        try await serving(board, FakeStore(ledger: desk.ledger), desk: desk) { client in
            let member = try await client.get("/incidents/\(members[0].id)").body
            #expect(member.contains("action=\"/incidents/\(group.id)/acknowledge\""))
            #expect(member.contains("It acknowledges <a href=\"/incidents/\(group.id)\">"))
            #expect(!member.contains("action=\"/incidents/\(members[0].id)/acknowledge\""))
        }
    }

    @Test func theListHasAButtonForWhatIsOpenAndNobodyIsAt() async throws {
        let over = Samples.incident("late", age: 30, lasting: 20)
        let (group, members) = Samples.group(["a", "b"])
        let desk = TestDesk(Ledger([incident, over, group] + members))
        try await serving(board, FakeStore(ledger: desk.ledger), desk: desk) { client in
            let list = try await client.get("/incidents").body
            #expect(list.contains("action=\"\(address)/acknowledge\""))
            #expect(list.contains("action=\"/incidents/\(group.id)/acknowledge\""))
            #expect(list.count(of: "/acknowledge\"") == 2)
            let done = try await client.send(address + "/acknowledge", ["list=true"])
            #expect(done.status == 303)
            #expect(done.headers["location"] == "/incidents")
            let after = try await client.get("/incidents").body
            #expect(after.contains("acknowledged by somebody on the pages"))
            #expect(after.count(of: "/acknowledge\"") == 1)
            let foreign = try await client.send("/incidents/\(group.id)/acknowledge", ["list=true"], token: "other")
            #expect(foreign.status == 403)
        }
    }

    @Test func theFormsWorkWithoutJavaScript() async throws {
        try await serving(board, store, desk: desk) { client in
            let done = try await client.send(address + "/acknowledge", ["by=Ann+B."])
            #expect(done.status == 303)
            #expect(done.headers["location"] == address)
            #expect(try await client.get(address).body.contains("acknowledged by Ann B."))
            #expect(try await client.send(address + "/unacknowledge", []).status == 303)
            #expect(try await !client.get(address).body.contains("acknowledged by"))
            #expect(try await client.send(address + "/notes", ["text=On%20it", "by="]).status == 303)
            #expect(try await client.get(address).body.contains("<span class=\"text\">On it</span>"))
            #expect(try await client.send(address + "/feedback", ["fault=false"]).status == 303)
            #expect(try await client.send(address + "/silence", ["duration=8h"]).status == 303)
        }
        #expect(board.excuses == [.init(id: incident.id, isFault: false)])
        let silence = try #require(desk.ledger.now.silences.first)
        #expect(silence.matcher.matches(name: "orders", group: nil))
        #expect(!silence.matcher.matches(name: "orders2", group: nil))
        #expect(silence.schedule == .once(from: Samples.now, until: Samples.now.advanced(by: .seconds(28_800))))
        #expect(!silence.isConfigured)
    }

    @Test func silencingAnIncidentOfManySilencesEachOfThem() async throws {
        let (group, members) = Samples.group(["a*", "b"])
        let desk = TestDesk(Ledger([group] + members))
        try await serving(board, FakeStore(ledger: desk.ledger), desk: desk) { client in
            let done = try await client.send("/incidents/\(group.id)/silence", ["duration=1h"])
            #expect(done.status == 303)
        }
        let matcher = try #require(desk.ledger.now.silences.first?.matcher)
        #expect(matcher.matches(name: "a*", group: nil) && matcher.matches(name: "b", group: "core"))
        #expect(!matcher.matches(name: "ab", group: nil) && !matcher.matches(name: "c", group: nil))
    }

    @Test func aFormThatCannotBeUsedGetsAPage() async throws {
        try await serving(board, store, desk: desk) { client in
            for (path, fields, status, sentence) in [
                ("/notes", ["text="], 400, "The field text is missing"),
                ("/notes", ["text=a%0Ab"], 400, "The field text holds a line break"),
                ("/silence", ["duration=1s"], 400, "The field duration must be a duration from 1 min to 30 d"),
                ("/feedback", [], 400, "The field fault must be true or false."),
                ("/acknowledge", ["by=x", "by=y"], 400, "The field by must be a text."),
            ] {
                let answer = try await client.send(address + path, fields)
                #expect(answer.status == status)
                #expect(answer.headers["content-type"] == "text/html; charset=utf-8")
                #expect(answer.body.contains(sentence), "\(answer.body)")
            }
            #expect(try await client.send("/incidents/none/acknowledge", []).status == 404)
        }
        #expect(desk.ledger.now.timeline.isEmpty && desk.ledger.now.silences.isEmpty)
    }

    @Test func anUnknownIncidentIsNotHere() async throws {
        try await serving(board, store) { client in
            let page = try await client.get("/incidents/none")
            #expect(page.status == 404)
            #expect(page.body.contains("There is no incident none."))
        }
    }

    /// A message links to it, and the store may be what is down.
    @Test func anOpenIncidentIsShownWhileTheStoreIsAway() async throws {
        let away = FakeStore(failure: .unavailable("The database is locked."))
        let board = FakeBoard([Samples.status("orders", incident: incident)])
        try await serving(board, away) { client in
            let page = try await client.get(address)
            #expect(page.status == 200)
            #expect(page.body.contains("3 probes in a row failed"))
            #expect(page.body.contains("cannot be read just now: The database is locked."))
            #expect(try await client.get("/incidents/other").status == 503)
        }
    }

    @Test(arguments: EscapingTests.names)
    func whatOthersWriteIsShownAsText(name: String) async throws {
        var hostile = incident
        hostile.reason = name
        hostile.endpoint = name
        hostile.acknowledgement = Incident.Acknowledgement(at: Samples.now, by: name)
        let entry = TimelineEntry(incident: incident.id, at: Samples.now, kind: .note, text: name, author: name)
        let notice = Samples.notice(of: hostile, channel: name, state: .dead, fault: name)
        let silence = Silence(
            id: name, purpose: .silence, matcher: EndpointMatcher(names: [name], groups: [name]),
            schedule: .once(from: Samples.now, until: nil), comment: name, author: name, createdAt: Samples.now)
        let channel = ChannelStatus(name: name, type: "slack", fault: name)
        let desk = TestDesk(Ledger([hostile]), channels: [channel])
        desk.ledger.change { ($0.timeline, $0.notices, $0.silences) = ([entry], [notice], [silence]) }
        try await serving(FakeBoard(), FakeStore(ledger: desk.ledger), desk: desk) { client in
            for path in [address, "/alerts", "/incidents"] {
                let page = try await client.get(path)
                #expect(page.status == 200)
                #expect(page.body.utf8.contains(HTMLEscaping().escapeText(name).utf8))
                let bare = Array(name.utf8)
                #expect(HTMLEscaping().escapeText(name) == name || !page.body.utf8.contains(bare))
            }
            let end = "/alerts/silences/\(PercentCoding.encode(name))/end"
            #expect(try await client.get("/alerts").body.contains("action=\"\(end)\""))
            #expect(try await client.send(end, []).status == 303)
        }
        #expect(desk.ledger.now.silences.isEmpty)
    }
}

extension String {
    /// How often it holds a text.
    fileprivate func count(of text: String) -> Int { ranges(of: text).count }
}
