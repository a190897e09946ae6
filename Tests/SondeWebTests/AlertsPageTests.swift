import SondeCore
import Testing

/// The page of channels, dead letters and silences, with what its forms do.
@Suite struct AlertsPageTests {
    private let board = FakeBoard([Samples.status("orders", group: "core"), Samples.status("pay, me")])

    @Test func emptyListsSaySo() async throws {
        try await serving(board) { client in
            let page = try await client.get("/alerts").body
            #expect(page.contains("No channel is configured: nobody is told."))
            #expect(page.contains("Every channel took what it was given."))
            #expect(page.contains("None: whoever is to be told is told."))
        }
    }

    @Test func channelsAndDeadLettersTellTheirFaults() async throws {
        let channel = ChannelStatus(
            name: "team", type: "slack", waiting: 2, sent: 1040, dead: 7, lastSentAt: Samples.now, fault: "no_service",
            nextTry: Samples.now.advanced(by: .seconds(60)))
        let desk = TestDesk(channels: [channel, ChannelStatus(name: "mail", type: "email")])
        let notice = Samples.notice(of: Samples.incident("orders"), state: .dead, fault: "channel_is_archived")
        desk.ledger.change { $0.notices = [notice] }
        try await serving(board, FakeStore(ledger: desk.ledger), desk: desk) { client in
            let page = try await client.get("/alerts").body
            for expected in [
                "<strong>team</strong>", "1\u{202F}040 sent, 2 waiting", "1 given up", "no_service Tried again",
                "nothing sent yet", "could not be told: channel_is_archived", "7 tries, given up",
                "value=\"\(notice.id)\"", "Try all again",
                "<a href=\"/incidents/\(notice.incident.id)\">orders</a>",
            ] {
                #expect(page.contains(expected), "\(expected)")
            }
            #expect(try await client.send("/alerts/retry", ["notice=\(notice.id)"]).status == 303)
            #expect(try await client.get("/alerts").body.contains("Every channel took what it was given."))
            #expect(try await client.send("/alerts/retry", []).status == 303)
        }
    }

    @Test func silencesAreMadeAndEndedByForms() async throws {
        let desk = TestDesk()
        desk.ledger.change { $0.silences = [Samples.silence(id: "set", author: "")] }
        try await serving(board, FakeStore(ledger: desk.ledger), desk: desk) { client in
            for fields in [
                [
                    "purpose=silence", "endpoints=orders*%0D%0Apay%2C%20me", "groups=", "from=2026-12-01T10%3A00",
                    "duration=2h", "comment=", "by=Ann",
                ],
                [
                    "purpose=maintenance", "endpoints=", "groups=core", "every=Saturday", "every=Sunday",
                    "start=23%3A00",
                    "duration=3h", "timezone=Europe%2FBerlin", "by=",
                ],
                ["purpose=maintenance", "groups=core", "cron=0+2+1+*+*", "duration=90m", "timezone=UTC"],
            ] {
                let made = try await client.send("/alerts/silences", fields)
                #expect(made.status == 303)
                #expect(made.headers["location"] == "/alerts")
            }
            let page = try await client.get("/alerts").body
            #expect(page.contains("<strong>orders*, pay, me</strong>"))
            #expect(page.contains("from 2026-12-01 10:00:00 UTC, until 2026-12-01 12:00:00 UTC"))
            #expect(page.contains("<strong>in group core</strong>") && !page.contains("It fits no API now."))
            #expect(page.contains("every Saturday and Sunday from 23:00 for 3 h, Europe/Berlin"))
            #expect(page.contains("at each 0 2 1 * * for 1 h 30 min, UTC"))
            #expect(page.contains("in the configuration"))
            for silence in desk.ledger.now.silences {
                let ended = try await client.send("/alerts/silences/\(silence.id)/end", [])
                #expect(ended.status == (silence.id == "set" ? 409 : 303))
            }
        }
        #expect(desk.ledger.now.silences.map(\.id) == ["set"])
    }

    /// When it was to be tried is past: what lasts is the fault alone.
    @Test func aTryThatIsPastIsNotAnnounced() async throws {
        let channels = [(2, -60.0), (0, 60)].map { waiting, seconds in
            ChannelStatus(
                name: "team", type: "slack", waiting: waiting, fault: "no_service",
                nextTry: Samples.now.advanced(by: .seconds(seconds)))
        }
        try await serving(board, desk: TestDesk(channels: channels)) { client in
            let page = try await client.get("/alerts").body
            #expect(page.contains("no_service") && !page.contains("Tried again"))
        }
    }

    @Test func aSilenceThatFitsNothingSaysSo() async throws {
        let desk = TestDesk()
        try await serving(board, desk: desk) { client in
            #expect(try await client.send("/alerts/silences", ["endpoints=zzz*", "duration=2h"]).status == 303)
            #expect(try await client.get("/alerts").body.contains("It fits no API now."))
            let unknown = try await client.send("/alerts/silences", ["endpoints=order", "duration=2h"])
            #expect(unknown.status == 400 && unknown.body.contains("did you mean &quot;orders&quot;?"))
        }
        #expect(desk.ledger.now.silences.map(\.author) == ["somebody on the pages"])
    }

    @Test func aSilenceThatCannotBeUsedGetsAPage() async throws {
        let desk = TestDesk()
        try await serving(board, desk: desk) { client in
            let nobody = try await client.send("/alerts/silences", ["endpoints=", "groups=", "duration=2h"])
            #expect(nobody.status == 400)
            #expect(nobody.body.contains("The field endpoints is missing"))
            let never = try await client.send(
                "/alerts/silences", ["endpoints=a", "cron=0+0+31+4+*", "duration=2h"])
            #expect(never.body.contains("The field cron names a day that never comes."))
        }
        #expect(desk.ledger.now.silences.isEmpty)
    }

    @Test func thePageStandsWhileTheStoreIsAway() async throws {
        let away = FakeStore(failure: .unavailable("The database is locked."))
        try await serving(board, away) { client in
            let page = try await client.get("/alerts")
            #expect(page.status == 200)
            #expect(page.body.contains("They cannot be read just now: The database is locked."))
        }
    }
}
