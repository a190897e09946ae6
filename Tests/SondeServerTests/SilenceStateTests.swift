import SondeCore
import Testing

@testable import SondeServer

@Suite("Where a silence is in its time")
struct SilenceStateTests {
    /// 2026-11-22T10:04:05Z, a Sunday.
    private let now = Timestamp(seconds: 1_795_341_845)

    private func state(_ schedule: Silence.Schedule, endedAt: Timestamp? = nil) -> SilenceState {
        SilenceState(
            of: Silence(
                id: "1", purpose: .silence, matcher: EndpointMatcher(), schedule: schedule, createdAt: now,
                endedAt: endedAt),
            at: now)
    }

    @Test("once: before, within, after, and ended")
    func once() {
        let (start, end) = (now.advanced(by: .seconds(60)), now.advanced(by: .seconds(120)))
        #expect(state(.once(from: start, until: end)) == SilenceState(.scheduled, nextChange: start))
        #expect(state(.once(from: now, until: end)) == SilenceState(.active, nextChange: end))
        #expect(state(.once(from: now, until: nil)) == SilenceState(.active))
        #expect(state(.once(from: Timestamp(microseconds: 0), until: now)) == SilenceState(.over))
        #expect(state(.once(from: now, until: end), endedAt: now) == SilenceState(.over))
    }

    @Test("again and again: active within, scheduled between")
    func recurring() throws {
        let midnight = Timestamp(seconds: 1_795_392_000)
        #expect(state(.weekly(WeeklyHours(days: [6], start: 600, end: 1_440))) == .init(.active, nextChange: midnight))
        #expect(state(.weekly(WeeklyHours(days: [0], start: 0, end: 60))) == .init(.scheduled, nextChange: midnight))
        let cron = try CronExpression("0 0 * * *")
        #expect(state(.cron(cron, duration: .seconds(60))) == .init(.scheduled, nextChange: midnight))
    }
}
