import SondeCore
import Testing

/// Silences and maintenance windows over the JSON interface.
@Suite struct SilenceRouteTests {
    private let board = FakeBoard([
        Samples.status("orders"), Samples.status("orders2", group: "core"), Samples.status("pay", group: "core"),
    ])
    private let desk = TestDesk()

    @Test func aSilenceOfTwoHours() async throws {
        try await serving(board, desk: desk) { client in
            let body = #"{"endpoints":["orders*","pay?"],"duration":"2h","comment":"New release","by":"Ann"}"#
            let answer = try await client.change("/api/v1/silences", body)
            #expect(answer.status == 201)
            let listed = try await client.json("/api/v1/silences")["silences"]
            #expect(try Client.value(of: answer) == listed[0])
            #expect(listed[0]["purpose"].text == "silence")
            #expect(listed[0]["endpoints"] == .array([.text("orders*"), .text("pay?")]))
            #expect(listed[0]["groups"] == .array([]))
            #expect(listed[0]["schedule"].text == "once")
            #expect(listed[0]["from"].text == "2026-11-22T10:04:05.123Z")
            #expect(listed[0]["until"].text == "2026-11-22T12:04:05.123Z")
            #expect(listed[0]["comment"].text == "New release")
            #expect(listed[0]["by"].text == "Ann")
            #expect(listed[0]["configured"].flag == false)
            #expect(listed[0]["cron"] == .null && listed[0]["start"] == .null)
            #expect(listed[0]["state"].text == "active" && listed[0]["matches"].number == 2)
            #expect(listed[0]["next_change"].text == "2026-11-22T12:04:05.123Z")
        }
    }

    @Test func aMaintenanceWindowOfEachKind() async throws {
        try await serving(board, desk: desk) { client in
            for body in [
                #"{"purpose":"maintenance","groups":["core"],"from":"2026-12-01T10:00:00+01:00","#
                    + #""until":"2026-12-01T12:00:00Z"}"#,
                #"{"purpose":"maintenance","groups":["core"],"every":["sat","Sunday"],"start":"23:30","duration":"1h","#
                    + #""timezone":"Europe/Berlin"}"#,
                #"{"purpose":"maintenance","groups":["core"],"cron":"0 2 1 * *","duration":"90m"}"#,
                #"{"endpoints":["*"]}"#,
            ] {
                #expect(try await client.change("/api/v1/silences", body).status == 201)
            }
            let listed = try await client.json("/api/v1/silences")["silences"]
            #expect(listed.elements.map { $0["schedule"].text } == ["once", "weekly", "cron", "once"])
            #expect(listed[0]["from"].text == "2026-12-01T09:00:00.000Z")
            #expect(listed[1]["every"] == .array([.text("saturday"), .text("sunday")]))
            #expect(listed[1]["start"].text == "23:30")
            #expect(listed[1]["duration_seconds"].number == 3600)
            #expect(listed[1]["timezone"].text == "Europe/Berlin")
            #expect(listed[2]["cron"].text == "0 2 1 * *")
            #expect(listed[2]["duration_seconds"].number == 5400)
            #expect(listed[3]["until"] == .null)
            #expect(Set(listed.elements.map { $0["id"].text }).count == 4)
        }
        let hours = WeeklyHours(days: [5, 6], start: 1410, end: 30, timeZone: "Europe/Berlin")
        #expect(desk.ledger.now.silences[1].schedule == .weekly(hours))
        #expect(desk.ledger.now.silences.allSatisfy { !$0.author.isEmpty })
    }

    @Test(arguments: [
        ("", "The member endpoints is missing"),
        (#"{"endpoints":["a["]}"#, #"The member endpoints holds the malformed pattern \"a[\""#),
        (#"{"groups":["["]}"#, "The member groups holds the malformed pattern"),
        (#"{"endpoints":[5]}"#, "The member endpoints must be a list of texts."),
        (#"{"endpoints":"a","purpose":"rest"}"#, "The member purpose must be silence or maintenance."),
        (#"{"endpoints":"a","until":"2026-11-22T10:04:05Z"}"#, "The member until is in the past."),
        (#"{"endpoints":"a","until":"tomorrow"}"#, "The member until is no time: write RFC 3339"),
        (
            #"{"endpoints":"a","until":"2027-01-01T00:00:00Z","from":"2027-01-01T00:00:00Z"}"#,
            "The member until must be later than from."
        ),
        (
            #"{"endpoints":"a","until":"2027-01-01T00:00:00Z","duration":"1h"}"#,
            "The member duration does not go with until."
        ),
        (#"{"endpoints":"a","duration":"soon"}"#, "The member duration must be a duration from 1 s to 3650 d"),
        (#"{"endpoints":"a","duration":"-1h"}"#, "The member duration must be a duration"),
        (#"{"endpoints":"a","duration":"1h","timezone":"UTC"}"#, "The member timezone goes with start or cron only."),
        (
            #"{"endpoints":"a","every":["mon"],"duration":"1h"}"#,
            "The member start must be a time of day such as 23:00."
        ),
        (
            #"{"endpoints":"a","start":"24:00","duration":"1h"}"#,
            "The member start must be a time of day such as 23:00."
        ),
        (#"{"endpoints":"a","start":"10:00"}"#, "The member duration is missing"),
        (#"{"endpoints":"a","start":"10:00","duration":"59s"}"#, "The member duration must be 1 minute to 24 hours"),
        (#"{"endpoints":"a","start":"10:00","duration":"25h"}"#, "The member duration must be 1 minute to 24 hours"),
        (#"{"endpoints":"a","start":"10:00","duration":"24h"}"#, "and never end"),
        (#"{"endpoints":"a","cron":"0 0 1 * *","duration":"367d"}"#, "must be 1 minute to 366 days with cron."),
        (#"{"endpoints":"order"}"#, #"names no API that is configured: \"order\"; did you mean \"orders\"?"#),
        (#"{"groups":["cor"]}"#, #"names no group that is configured: \"cor\"; did you mean \"core\"?"#),
        (#"{"endpoints":["orders*","zzz"]}"#, #"names no API that is configured: \"zzz\"."#),
        (
            #"{"endpoints":"a","start":"10:00","duration":"1h","every":["noday"]}"#,
            #"The member every names no day of the week: \"noday\"."#
        ),
        (
            #"{"endpoints":"a","start":"10:00","duration":"1h","timezone":"Mars/Olympus"}"#,
            #"The member timezone names no time zone that is known: \"Mars/Olympus\""#
        ),
        (
            #"{"endpoints":"a","start":"10:00","duration":"1h","from":"2027-01-01T00:00:00Z"}"#,
            "The member from does not go with start."
        ),
        (#"{"endpoints":"a","cron":"0 0 30 2 *","duration":"1h"}"#, "The member cron names a day that never comes."),
        (#"{"endpoints":"a","cron":"0 0 * *","duration":"1h"}"#, "The member cron cannot be used: it has 4 fields"),
        (#"{"endpoints":"a","cron":"0 0 * * *"}"#, "The member duration is missing"),
        (
            #"{"endpoints":"a","cron":"0 0 * * *","duration":"1h","until":"2027-01-01T00:00:00Z"}"#,
            "The member until does not go with cron."
        ),
        (#"{"endpoints":"a","endpoint":"b"}"#, "The member endpoint is not known: write purpose, endpoints,"),
        (#"{"endpoints":"a","comment":"x\ny"}"#, "The member comment holds a line break"),
    ])
    func whatCannotBeUsedIsRefusedByName(body: String, sentence: String) async throws {
        try await serving(board, desk: desk) { client in
            let answer = try await client.change("/api/v1/silences", body)
            #expect(answer.status == 400)
            #expect(answer.body.contains(sentence), "\(answer.body)")
        }
        #expect(desk.ledger.now.silences.isEmpty)
    }

    /// A pattern may be meant for APIs that are to come.
    @Test func aPatternThatFitsNothingIsTakenAndCounted() async throws {
        try await serving(board, desk: desk) { client in
            for (body, matches) in [
                (#"{"endpoints":["zzz*"]}"#, 0.0), (#"{"endpoints":["*"]}"#, 3), (#"{"groups":["core"]}"#, 2),
                (#"{"endpoints":["orders"],"groups":["core"]}"#, 0),
            ] {
                let answer = try await client.change("/api/v1/silences", body)
                #expect(answer.status == 201)
                #expect(try Client.value(of: answer)["matches"].number == matches)
            }
        }
    }

    @Test func whoeverIsNotNamedIsSomebody() async throws {
        try await serving(board, desk: desk) { client in
            let answer = try await client.change("/api/v1/silences", #"{"endpoints":["*"],"by":" "}"#)
            #expect(try Client.value(of: answer)["by"].text == "somebody through the API")
        }
    }

    /// The configuration's way to say that there is no beginning.
    @Test func aSilenceWithoutABeginningNamesNone() async throws {
        var silence = Samples.silence(id: "set", author: "")
        silence.schedule = .once(from: Timestamp(microseconds: 0), until: Samples.now.advanced(by: .seconds(60)))
        silence.createdAt = Timestamp(microseconds: 0)
        desk.ledger.change { [silence] in $0.silences = [silence] }
        try await serving(board, desk: desk) { client in
            let listed = try await client.json("/api/v1/silences")["silences"][0]
            #expect(listed["from"] == .null && listed["created_at"] == .null && listed["state"].text == "active")
            let page = try await client.get("/alerts").body
            #expect(page.contains("from now on, until 2026-11-22 10:05:05 UTC"))
            #expect(page.contains(#"<span class="tag phase active">active</span>"#))
        }
    }

    @Test func aSilenceIsEndedOnce() async throws {
        desk.ledger.change { $0.silences = [Samples.silence(id: "one"), Samples.silence(id: "set", author: "")] }
        try await serving(board, desk: desk) { client in
            let ended = try await client.change("/api/v1/silences/one?by=Ann", method: "DELETE")
            #expect(ended.status == 200)
            #expect(try Client.value(of: ended)["ended_at"].text == "2026-11-22T10:04:05.123Z")
            #expect(try Client.value(of: ended)["state"].text == "over")
            let again = try await client.change("/api/v1/silences/one", method: "DELETE")
            #expect(again.status == 404)
            let configured = try await client.change("/api/v1/silences/set", method: "DELETE")
            #expect(configured.status == 409)
            #expect(configured.body.contains("stands in the configuration"))
            #expect(try await client.json("/api/v1/silences")["silences"][0]["configured"].flag == true)
        }
        #expect(desk.ledger.now.silences.map(\.id) == ["set"])
    }
}
