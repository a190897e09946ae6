import SondeCore
import Testing

@Suite("Silences and notices in words")
struct AlertWordsTests {
    /// 2026-11-22T10:04:05.123Z.
    private let now = Timestamp(microseconds: 1_795_341_845_123_000)

    @Test("which APIs are meant")
    func matcher() {
        #expect(SilenceWords.matcher(EndpointMatcher(names: ["orders*"], groups: ["core"])) == "orders*, in group core")
        #expect(SilenceWords.matcher(EndpointMatcher()) == "all APIs")
        let many = EndpointMatcher(names: (1...22).map { "a\($0)" })
        #expect(SilenceWords.matcher(many).hasSuffix("a20 and 2 more"))
    }

    @Test("what holds once says since when and until when, with whole dates")
    func once() {
        let end = now.advanced(by: .seconds(3600))
        func words(_ from: Timestamp, _ until: Timestamp?, _ phase: SilenceState.Phase) -> String {
            SilenceWords.time(SilenceSchedule(.once(from: from, until: until)), SilenceState(phase))
        }
        #expect(words(now, end, .active) == "since 2026-11-22 10:04:05 UTC, until 2026-11-22 11:04:05 UTC")
        #expect(words(now, nil, .active) == "since 2026-11-22 10:04:05 UTC, until it is ended")
        #expect(words(now, end, .scheduled) == "from 2026-11-22 10:04:05 UTC, until 2026-11-22 11:04:05 UTC")
        let ever = Timestamp(microseconds: 0)
        #expect(words(ever, end, .active) == "from now on, until 2026-11-22 11:04:05 UTC")
        #expect(words(ever, end, .over) == "over since 2026-11-22 11:04:05 UTC")
    }

    @Test("what comes again says whether it holds now, and when next")
    func recurring() throws {
        let weekly = SilenceSchedule(
            .weekly(WeeklyHours(days: [5, 6], start: 1_380, end: 120, timeZone: "Asia/Tokyo")))
        let next = now.advanced(by: .seconds(60))
        #expect(
            SilenceWords.time(weekly, SilenceState(.active, nextChange: next))
                == "every Saturday and Sunday from 23:00 for 3 h, Asia/Tokyo; now, until 2026-11-22 10:05:05 UTC")
        let cron = SilenceSchedule(.cron(try CronExpression("0 2 1 * *"), duration: .seconds(5400)))
        #expect(
            SilenceWords.time(cron, SilenceState(.scheduled, nextChange: next))
                == "at each 0 2 1 * * for 1 h 30 min, UTC; next 2026-11-22 10:05:05 UTC")
    }

    @Test("who was told, and failures only while they last")
    func notices() {
        func words(_ state: Notice.State, fault: String? = nil, due: Double = 0, ended: Double? = nil) -> String {
            NoticeWords.text(
                state, dueAt: now.advanced(by: .seconds(due)), endedAt: ended.map { now.advanced(by: .seconds($0)) },
                fault: fault, asOf: now)
        }
        #expect(words(.sent, fault: "503", ended: -53) == "was told 10:03:12 UTC")
        #expect(words(.sent, ended: -86_400) == "was told 2026-11-21 10:04:05 UTC")
        #expect(words(.dead, fault: "550 no such user", ended: -1) == "could not be told: 550 no such user")
        #expect(words(.waiting, fault: "503") == "could not be told yet: 503")
        #expect(words(.waiting, due: 3600) == "waits until 11:04:05 UTC")
        #expect(words(.waiting) == "is being told")
    }
}
