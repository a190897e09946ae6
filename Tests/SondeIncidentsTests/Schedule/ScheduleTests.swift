import SondeCore
import Testing

@testable import SondeIncidents

/// Clocks in Berlin were put forward on 29 March 2026 at 02:00, and are put back on 25 October 2026 at 03:00.
@Suite struct ScheduleTests {
    static let berlin = "Europe/Berlin"

    private func time(_ text: String) throws -> Timestamp { try #require(Timestamp(parsing: text)) }

    private func hours(_ days: Set<Int>, _ start: String, _ end: String, _ zone: String = berlin) -> WeeklyHours {
        func minutes(_ text: String) -> Int {
            let parts = text.split(separator: ":").compactMap { Int($0) }
            return parts[0] * 60 + parts[1]
        }
        return WeeklyHours(days: days, start: minutes(start), end: minutes(end), timeZone: zone)
    }

    // MARK: Weekly hours

    /// 25 November 2026 is a Wednesday; Berlin is an hour ahead of UTC.
    @Test(arguments: [
        ("before", "2026-11-25T07:59:59Z", false), ("from the beginning", "2026-11-25T08:00:00Z", true),
        ("to the end", "2026-11-25T16:59:59Z", true), ("not at the end", "2026-11-25T17:00:00Z", false),
        ("not on Saturday", "2026-11-28T12:00:00Z", false),
    ])
    func hoursHold(_ name: String, _ at: String, _ holds: Bool) throws {
        #expect(hours([0, 1, 2, 3, 4], "09:00", "18:00").holds(at: try time(at)) == holds, "\(name)")
    }

    @Test(arguments: [
        ("2026-11-27T21:30:00Z", true), ("2026-11-28T04:59:00Z", true), ("2026-11-28T05:00:00Z", false),
        ("2026-11-28T22:00:00Z", false),
    ])
    func hoursOverMidnightBelongToTheDayOnWhichTheyBegin(_ at: String, _ holds: Bool) throws {
        #expect(hours([4], "22:00", "06:00").holds(at: try time(at)) == holds)
    }

    @Test(arguments: [
        ("begins", "2026-11-25T07:00:00Z", "2026-11-25T08:00:00Z"),
        ("ends", "2026-11-25T08:00:00Z", "2026-11-25T17:00:00Z"),
        ("over the weekend", "2026-11-27T17:00:00Z", "2026-11-30T08:00:00Z"),
    ])
    func hoursChange(_ name: String, _ after: String, _ next: String) throws {
        let hours = hours([0, 1, 2, 3, 4], "09:00", "18:00")
        #expect(hours.nextChange(after: try time(after)) == (try time(next)), "\(name)")
    }

    @Test func oneDayAWeekComesAgain() throws {
        let hours = hours([2], "09:00", "10:00")
        #expect(hours.nextChange(after: try time("2026-11-25T09:00:00Z")) == (try time("2026-12-02T08:00:00Z")))
    }

    @Test func hoursThatTouchAreOne() throws {
        let days = hours([2, 3], "00:00", "24:00", "UTC")
        #expect(days.nextChange(after: try time("2026-11-25T12:00:00Z")) == (try time("2026-11-27T00:00:00Z")))
    }

    @Test func allHoursOfAllDaysNeverChange() throws {
        let always = hours(Set(0...6), "00:00", "24:00")
        #expect(always.holds(at: try time("2026-11-25T12:00:00Z")))
        #expect(always.nextChange(after: try time("2026-11-25T12:00:00Z")) == nil)
    }

    @Test func noDaysNeverHold() throws {
        let never = hours([], "00:00", "24:00")
        #expect(!never.holds(at: try time("2026-11-25T12:00:00Z")))
        #expect(never.nextChange(after: try time("2026-11-25T12:00:00Z")) == nil)
    }

    // MARK: Changes of the clocks

    @Test(arguments: [
        ("begins in the skipped hour", "02:30", "05:00", "2026-03-29T01:00:00Z", "2026-03-29T03:00:00Z"),
        ("ends in the skipped hour", "01:00", "02:30", "2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z"),
        ("is an hour shorter", "01:00", "05:00", "2026-03-29T00:00:00Z", "2026-03-29T03:00:00Z"),
        ("begins in the repeated hour", "02:30", "04:00", "2026-10-25T00:30:00Z", "2026-10-25T03:00:00Z"),
        ("ends in the repeated hour", "01:00", "02:30", "2026-10-24T23:00:00Z", "2026-10-25T00:30:00Z"),
        ("lies in the repeated hour", "02:15", "02:45", "2026-10-25T00:15:00Z", "2026-10-25T00:45:00Z"),
        ("is an hour longer", "01:00", "05:00", "2026-10-24T23:00:00Z", "2026-10-25T04:00:00Z"),
    ])
    func onTheDayOfAChange(_ name: String, _ start: String, _ end: String, _ from: String, _ until: String) throws {
        let hours = hours([6], start, end)
        let (from, until) = (try time(from), try time(until))
        let before = from.advanced(by: .microseconds(-1))
        #expect(!hours.holds(at: before), "\(name)")
        #expect(hours.nextChange(after: before) == from, "\(name)")
        #expect(hours.holds(at: from), "\(name)")
        #expect(hours.nextChange(after: from) == until, "\(name)")
        #expect(!hours.holds(at: until), "\(name)")
    }

    @Test func hoursThatAreSkippedAreLeftOut() throws {
        let hours = hours([6], "02:15", "02:45")
        #expect(hours.nextChange(after: try time("2026-03-28T12:00:00Z")) == (try time("2026-04-05T00:15:00Z")))
    }

    // MARK: Cron

    @Test(arguments: [
        ("every minute", "* * * * *", "2026-11-25T10:00:00Z", "2026-11-25T10:01:00Z"),
        ("within the minute", "* * * * *", "2026-11-25T10:00:30Z", "2026-11-25T10:01:00Z"),
        ("daily", "30 2 * * *", "2026-11-25T10:00:00Z", "2026-11-26T02:30:00Z"),
        ("steps", "*/20 * * * *", "2026-11-25T10:41:00Z", "2026-11-25T11:00:00Z"),
        ("names", "0 4 * jan sun", "2026-11-25T10:00:00Z", "2027-01-03T04:00:00Z"),
        ("seven is Sunday", "0 4 * * 7", "2026-11-25T10:00:00Z", "2026-11-29T04:00:00Z"),
        ("either day", "0 0 1 * mon", "2026-11-25T10:00:00Z", "2026-11-30T00:00:00Z"),
        ("both days", "0 0 */2 * mon", "2026-11-25T10:00:00Z", "2026-12-07T00:00:00Z"),
        ("the last day", "0 0 31 * *", "2026-11-25T10:00:00Z", "2026-12-31T00:00:00Z"),
        ("a leap day", "0 0 29 2 *", "2026-11-25T10:00:00Z", "2028-02-29T00:00:00Z"),
        ("no leap day in 2100", "0 0 29 2 *", "2096-02-29T00:00:00Z", "2104-02-29T00:00:00Z"),
        ("a leap day on a Sunday", "0 0 29 2 */7", "2026-11-25T10:00:00Z", "2032-02-29T00:00:00Z"),
    ])
    func cronNames(_ name: String, _ text: String, _ after: String, _ next: String) throws {
        let expression = try CronExpression(text)
        #expect(expression.everComes)
        #expect(expression.next(after: try time(after)) == (try time(next)), "\(name)")
    }

    @Test(arguments: ["0 0 30 2 *", "0 0 31 2,4,6,9,11 *", "0 0 30 feb */2"])
    func cronThatNeverComes(_ text: String) throws {
        let expression = try CronExpression(text)
        #expect(!expression.everComes)
        #expect(expression.next(after: try time("2026-11-25T10:00:00Z")) == nil)
    }

    @Test(arguments: [
        ("a day comes where the date does not", "0 0 30 2 mon", true), ("a leap day", "0 0 29 2 *", true),
        ("April has 30", "0 0 30 4 *", true), ("but not 31", "0 0 31 4 *", false),
    ])
    func cronComes(_ name: String, _ text: String, _ comes: Bool) throws {
        #expect(try CronExpression(text).everComes == comes, "\(name)")
    }

    @Test(arguments: [
        ("skipped: at the change", "30 2 * * *", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z"),
        ("and the next day as ever", "30 2 * * *", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"),
        ("repeated: the first time", "30 2 * * *", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z"),
        ("and not again", "30 2 * * *", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"),
    ])
    func cronOnTheDayOfAChange(_ name: String, _ text: String, _ after: String, _ next: String) throws {
        let expression = try CronExpression(text, timeZone: Self.berlin)
        #expect(expression.next(after: try time(after)) == (try time(next)), "\(name)")
    }

    // MARK: Windows

    @Test func onceHoldsFromUntil() throws {
        let (from, until) = (try time("2026-11-25T10:00:00Z"), try time("2026-11-25T12:00:00Z"))
        let once = Silence.Schedule.once(from: from, until: until)
        #expect(!once.holds(at: from.advanced(by: .seconds(-1))))
        #expect(once.nextChange(after: from.advanced(by: .seconds(-1))) == from)
        #expect(once.holds(at: from))
        #expect(once.nextChange(after: from) == until)
        #expect(!once.holds(at: until))
        #expect(once.nextChange(after: until) == nil)
        let open = Silence.Schedule.once(from: from, until: nil)
        #expect(open.holds(at: until))
        #expect(open.nextChange(after: from) == nil)
    }

    @Test func cronHoldsForItsDuration() throws {
        let window = Silence.Schedule.cron(try CronExpression("0 2 * * *"), duration: .seconds(1800))
        #expect(!window.holds(at: try time("2026-11-25T01:59:59Z")))
        #expect(window.nextChange(after: try time("2026-11-25T01:59:59Z")) == (try time("2026-11-25T02:00:00Z")))
        #expect(window.holds(at: try time("2026-11-25T02:00:00Z")))
        #expect(window.holds(at: try time("2026-11-25T02:29:59Z")))
        #expect(window.nextChange(after: try time("2026-11-25T02:00:00Z")) == (try time("2026-11-25T02:30:00Z")))
        #expect(!window.holds(at: try time("2026-11-25T02:30:00Z")))
    }

    @Test func windowsThatOverlapAreOne() throws {
        let window = Silence.Schedule.cron(try CronExpression("0,20,40 2 * * *"), duration: .seconds(1800))
        #expect(window.nextChange(after: try time("2026-11-25T02:05:00Z")) == (try time("2026-11-25T03:10:00Z")))
    }

    @Test func windowsThatOverlapWithoutEndHold() throws {
        let window = Silence.Schedule.cron(try CronExpression("* * * * *"), duration: .seconds(600))
        let now = try time("2026-11-25T02:05:00Z")
        let next = try #require(window.nextChange(after: now))
        #expect(next > now && window.holds(at: now) && window.holds(at: next))
    }

    @Test func oneThatWasEndedNeverHolds() throws {
        let now = try time("2026-11-25T02:05:00Z")
        var silence = Silence(
            id: "s", purpose: .silence, matcher: EndpointMatcher(), schedule: .once(from: now, until: nil),
            createdAt: now)
        #expect(silence.holds(at: now))
        silence.endedAt = now
        #expect(!silence.holds(at: now))
        #expect(silence.nextChange(after: now) == nil)
    }

    // MARK: Matching

    @Test(
        arguments: [
            ("any", [], [], "a", nil, true), ("a name", ["a", "b"], [], "b", "core", true),
            ("a pattern", ["pay-*"], [], "pay-1", nil, true), ("another name", ["pay-*"], [], "orders", nil, false),
            ("a group", [], ["core"], "a", "core", true), ("without a group", [], ["core"], "a", nil, false),
            ("both", ["a"], ["core"], "a", "core", true), ("one of both", ["a"], ["core"], "a", "edge", false),
            ("malformed", ["[a"], [], "[a", nil, false),
        ] as [(String, [String], [String], String, String?, Bool)])
    func aMatcherFits(
        _ name: String, _ names: [String], _ groups: [String], _ endpoint: String, _ group: String?, _ fits: Bool
    ) {
        #expect(EndpointMatcher(names: names, groups: groups).matches(name: endpoint, group: group) == fits, "\(name)")
    }

    @Test(arguments: ["a*", "a?", "[a]", #"a\"#])
    func exactlyOneNameIsMeant(_ name: String) {
        #expect(EndpointMatcher(exactly: name).matches(name: name, group: nil))
        #expect(!EndpointMatcher(exactly: name).matches(name: "ab", group: nil))
        #expect(!EndpointMatcher(exactly: name).matches(name: "a", group: nil))
    }
}
