import SondeCore
import Testing

@testable import sonde

/// The lines of `sonde alert list`.
@Suite struct AlertCommandLinesTests {
    /// 2026-11-22T10:04:05.123Z.
    private let now = Timestamp(microseconds: 1_795_341_845_123_000)

    private let incident = RunningSonde.Incident(
        id: "i-1", apiName: "orders", severity: "critical", open: true, openedAt: "2026-11-22T10:03:11.000Z",
        reason: "3 probes in a row failed", flapping: false)

    private func notice(
        _ channel: String, _ state: Notice.State, minute: Int = 3, due: String? = nil, fault: String? = nil
    ) -> RunningSonde.Notice {
        let time = "2026-11-22T10:0\(minute):12.000Z"
        return RunningSonde.Notice(
            id: "\(channel)-\(minute)", channel: channel, event: "opened", apiName: "orders", state: state,
            createdAt: time, dueAt: due ?? time, endedAt: state == .waiting ? nil : time, attempts: 1, fault: fault)
    }

    @Test func eachIncidentSaysWhoWasTold() {
        let notices = [
            notice("ntfy", .sent, fault: "503, once"), notice("email", .dead, fault: "550 no such user"),
            notice("pager", .waiting, due: "2026-11-23T08:00:00.000Z"), notice("gone", .dropped),
            notice("email", .waiting, minute: 4, fault: "451 later"),
        ]
        #expect(
            AlertLines.incidents([(incident, notices)], at: now).dropFirst(2) == [
                "    ntfy was told 10:03:12 UTC", "    email could not be told yet: 451 later [1 given up]",
                "    pager waits until 2026-11-23 08:00:00 UTC",
            ])
        #expect(AlertLines.incidents([(incident, [])], at: now).last == "    Nobody was told.")
    }

    /// Since its start Sonde may have given up what was taken after all.
    @Test func givenUpIsWhatIsADeadLetterNow() {
        let channels = [
            RunningSonde.Channel(name: "ntfy", type: "ntfy", waiting: 0, sent: 4, dead: 3),
            RunningSonde.Channel(name: "email", type: "email", waiting: 1, sent: 0, dead: 0),
        ]
        let lines = AlertLines.channels(channels, dead: [notice("email", .dead)], at: now)
        let figures = lines.map { $0.split(separator: " ").last }
        #expect(figures == ["up", "0", "1"])
    }

    @Test(arguments: [
        (1, "2026-11-22T10:05:00.000Z", "  ntfy: 503 Tried again at 10:05:00 UTC."),
        (1, "2026-11-22T10:04:00.000Z", "  ntfy: 503"), (0, "2026-11-22T10:05:00.000Z", "  ntfy: 503"),
    ])
    func aTryThatIsPastIsNotAnnounced(waiting: Int, next: String, line: String) {
        let channel = RunningSonde.Channel(
            name: "ntfy", type: "ntfy", waiting: waiting, sent: 0, dead: 0, fault: "503", nextTry: next)
        #expect(AlertLines.channels([channel], dead: [], at: now).last == line)
    }
}
