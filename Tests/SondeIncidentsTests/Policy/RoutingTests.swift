import SondeCore
import Testing

@testable import SondeIncidents

@Suite struct RoutingTests {
    private func one(_ rules: AlertRule...) -> Scenario { Scenario([Scenario.endpoint("a", rules)]) }

    @Test func anIncidentIsToldAtOnceAndItsEndToo() {
        var world = one(AlertRule(channel: "mail"))
        world.fail("a")
        world.pass(to: 30)
        world.recover("a")
        world.pass(to: 60)
        #expect(world.told() == ["0 opened a", "30 resolved a"])
        #expect(world.policy.openIncidents.isEmpty)
        #expect(world.policy.nextDeadline == nil)
        #expect(world.steps("a") == [.opened, .told, .closed, .told])
    }

    @Test func anEndpointWithoutRulesIsToldNobody() {
        var world = one()
        world.fail("a")
        world.pass(to: 30)
        world.recover("a")
        world.pass(to: 60)
        #expect(world.messages.isEmpty)
        #expect(world.notices.isEmpty)
        #expect(world.incident("a")?.isOpen == false)
    }

    @Test func severalRulesOfOneChannelTellOnce() {
        var world = one(AlertRule(channel: "mail"), AlertRule(channel: "mail", severity: .critical))
        world.fail("a")
        world.pass(to: 600)
        #expect(world.told() == ["0 opened a"])
    }

    @Test func eachChannelIsTold() {
        var world = one(AlertRule(channel: "mail"), AlertRule(channel: "chat"))
        world.fail("a")
        world.pass(to: 1)
        #expect(world.told("mail") == ["0 opened a"])
        #expect(world.told("chat") == ["0 opened a"])
    }

    @Test func whoWantsNoEndsIsToldNone() {
        var world = one(AlertRule(channel: "mail", sendsResolved: false))
        world.fail("a")
        world.pass(to: 30)
        world.recover("a")
        world.pass(to: 60)
        #expect(world.told() == ["0 opened a"])
    }

    // MARK: Severity

    @Test func aSeverityThatRisesReachesARule() {
        var world = one(
            AlertRule(channel: "mail"), AlertRule(channel: "pager", severity: .critical, sendsDigest: false))
        world.fail("a", severity: .high, kind: .anomaly)
        world.pass(to: 100)
        world.rise("a", to: .critical)
        world.pass(to: 200)
        #expect(world.told("mail") == ["0 opened a", "100 raised a"])
        #expect(world.told("pager") == ["100 opened a"])
    }

    @Test func aRiseThatIsHeldByThePaceIsToldWithTheOpening() {
        var world = Scenario(["a", "b"].map { Scenario.endpoint($0) })
        world.fail("a")
        world.fail("b", severity: .medium, kind: .anomaly)
        world.pass(to: 5)
        world.rise("b", to: .critical)
        world.pass(to: 200)
        #expect(world.told() == ["0 opened a", "10 opened b"])
        #expect(world.notices.values.contains { $0.event == .opened && $0.incident.severity == .critical })
    }

    // MARK: Failures in a row

    @Test func aThresholdOfARuleIsWaitedFor() {
        var world = one(AlertRule(channel: "mail"), AlertRule(channel: "pager", failureThreshold: 6))
        world.fail("a", failures: 3)
        for failures in 4...8 {
            world.pass(to: Double(failures - 3) * 15)
            world.probe("a", failures: failures)
        }
        world.pass(to: 100)
        #expect(world.told("mail") == ["0 opened a"])
        #expect(world.told("pager") == ["45 opened a"])
    }

    @Test func whoWasNotToldBecauseOfTheThresholdIsNotToldOfTheEnd() {
        var world = one(AlertRule(channel: "pager", failureThreshold: 6))
        world.fail("a", failures: 3)
        world.pass(to: 15)
        world.recover("a")
        world.pass(to: 100)
        #expect(world.messages.isEmpty)
    }

    @Test func anAnomalyHasNoThreshold() {
        var world = one(AlertRule(channel: "pager", failureThreshold: 6))
        world.fail("a", severity: .high, kind: .anomaly)
        world.pass(to: 1)
        #expect(world.told("pager") == ["0 opened a"])
    }

    // MARK: Hours

    /// The scenario begins on a Monday at 00:00 UTC.
    @Test func itIsToldWhenTheHoursBegin() {
        let morning = WeeklyHours(days: [0], start: 9 * 60, end: 17 * 60)
        var world = one(AlertRule(channel: "mail", hours: morning))
        world.fail("a")
        world.pass(to: 10 * 3600)
        #expect(world.told() == ["32400 opened a"])
    }

    @Test func whatIsOverBeforeTheHoursIsNeverTold() {
        let morning = WeeklyHours(days: [0], start: 9 * 60, end: 17 * 60)
        var world = one(AlertRule(channel: "mail", hours: morning))
        world.fail("a")
        world.pass(to: 3600)
        world.recover("a")
        world.pass(to: 10 * 3600)
        #expect(world.messages.isEmpty)
    }

    @Test func anEndIsToldOutsideOfTheHoursToo() {
        let morning = WeeklyHours(days: [0], start: 0, end: 60)
        var world = one(AlertRule(channel: "mail", hours: morning))
        world.fail("a")
        world.pass(to: 7200)
        world.recover("a")
        world.pass(to: 7300)
        #expect(world.told() == ["0 opened a", "7200 resolved a"])
    }

    // MARK: Flapping

    @Test func flappingIsPartOfTheOpening() {
        var world = one(AlertRule(channel: "mail"))
        var incident = Incident(
            id: "x", endpoint: "a", kind: .failure, severity: .critical, openedAt: world.now, reason: "again")
        incident.isFlapping = true
        let result = ProbeResult(endpoint: "a", timestamp: world.now)
        world.take(world.policy.take([.opened(incident)], of: result, failuresInARow: 3, at: world.now))
        world.pass(to: 1000)
        #expect(world.told() == ["0 opened a"])
        #expect(world.steps("a") == [.opened, .flapping, .told])
    }
}
