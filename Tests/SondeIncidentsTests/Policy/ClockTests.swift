import SondeCore
import Testing

@testable import SondeIncidents

/// The clock is set back by an hour: nothing waits for times that are an hour off.
@Suite struct ClockTests {
    private static let reminding = AlertRule(channel: "mail", reminderInterval: .seconds(600))

    private func world(_ settings: AlertSettings = Scenario.settings(), _ rules: [AlertRule] = [reminding]) -> Scenario
    {
        var world = Scenario(["a", "b", "c", "d"].map { Scenario.endpoint($0, rules) }, settings)
        world.pass(to: 7200)
        return world
    }

    @Test(arguments: [false, true])
    func thePaceIsForgotten(_ restarts: Bool) {
        var world = world()
        world.fail("a", "b", "c")
        world.pass(to: 7205)
        world.setClock(to: 3600)
        if restarts { world.restart() }
        world.fail("d")
        world.pass(to: 3700)
        #expect(world.told(.opened).map(\.at) == [7200, 3600, 3600])
        #expect(world.told(.opened).flatMap(\.names).sorted() == ["a", "b", "c", "d"])
    }

    @Test func theCooldownIsForgotten() {
        var world = world(Scenario.settings(cooldown: 600))
        world.fail("a")
        world.recover("a")
        world.pass(to: 7201)
        world.setClock(to: 3600)
        world.fail("a")
        world.pass(to: 3610)
        #expect(world.told(.opened).map(\.at) == [7200, 3600])
    }

    @Test(arguments: [false, true])
    func remindersAndEscalationAreCountedFromNow(_ restarts: Bool) {
        var world = world(Scenario.settings(), [Self.reminding, AlertRule(channel: "boss", delay: .seconds(900))])
        world.fail("a")
        world.pass(to: 7205)
        world.setClock(to: 3600)
        if restarts { world.restart() }
        world.probe("b", failures: 0)
        world.pass(to: 4600)
        #expect(world.told(.reminder).map(\.at) == [4200])
        #expect(world.told("boss") == ["4500 escalated a"])
    }

    @Test func theDigestIsNotStuck() {
        var world = world(Scenario.settings(), [AlertRule(channel: "mail", severity: .critical)])
        world.pass(to: 7210)
        world.fail("a", severity: .high, kind: .anomaly)
        world.setClock(to: 3610)
        world.probe("b", failures: 0)
        world.pass(to: 4000)
        #expect(world.told() == ["3900 digest a"])
    }

    @Test func whatWasCountedTogetherInTheFutureIsNot() {
        var world = Scenario(
            (0..<4).map { Scenario.endpoint("e\($0)", host: "api") }, Scenario.settings(grouping: .init(share: 1)))
        world.pass(to: 7200)
        world.fail("e0", "e1")
        world.setClock(to: 3600)
        world.fail("e2")
        #expect(world.groupsOpened.isEmpty)
    }

    @Test func anIncidentOfManyIsJoinedForItsTimeFromNow() {
        var world = Scenario(
            (0..<5).map { Scenario.endpoint("e\($0)", host: "api") }, Scenario.settings(grouping: .init(share: 1)))
        world.pass(to: 7200)
        world.fail("e0", "e1", "e2")
        world.setClock(to: 3600)
        world.probe("e4", failures: 0)
        world.pass(to: 3890)
        world.fail("e3")
        #expect(world.incident("e3")?.parent != nil)
        world.pass(to: 4500)
        world.fail("e4")
        #expect(world.incident("e4")?.parent == nil)
    }

    @Test func theReferencesAreAskedAgain() {
        var world = world(Scenario.settings(references: ["192.0.2.1:443"]))
        world.take(world.policy.referencesAnswered(true, at: world.now))
        let before = world.checks
        for name in ["a", "b"] { world.probe(name, failures: 2) }
        world.fail("a")
        world.take(world.policy.referencesAnswered(true, at: world.now))
        #expect(world.checks == before + 1)
        world.setClock(to: 3600)
        world.fail("b")
        #expect(world.checks == before + 2)
    }

    /// What is held until the references answer is told when they do not, by the clock as it goes now.
    @Test func theirAnswerIsNotWaitedForAnHour() {
        var world = world(Scenario.settings(references: ["192.0.2.1:443"]))
        world.take(world.policy.referencesAnswered(true, at: world.now))
        for name in ["a", "b"] { world.probe(name, failures: 2) }
        world.fail("a")
        world.setClock(to: 3600)
        world.probe("b", failures: 3)
        world.pass(to: 3700)
        #expect(world.told() == ["3615 opened a"])
    }

    @Test func aSilenceHoldsByTheClockAsItGoesNow() {
        var silence = Silence(
            id: "s", purpose: .silence, matcher: EndpointMatcher(names: ["a"]),
            schedule: .once(from: Scenario.time(3000), until: Scenario.time(5000)), createdAt: Scenario.beginning)
        silence.comment = "known"
        var world = world(Scenario.settings(silences: [silence]))
        world.setClock(to: 3600)
        world.fail("a")
        world.pass(to: 5100)
        #expect(world.told(.opened).map(\.at) == [5000])
    }

    /// Machines differ by some seconds, and a probe's result may come a little late.
    @Test func aFewSecondsAreNothing() {
        var world = world()
        world.fail("a")
        world.pass(to: 7201)
        world.setClock(to: 7150)
        world.fail("b")
        // Not at once, as after the clock was set back.
        #expect(world.notices.values.filter { $0.incident.endpoint == "b" }.map(\.dueAt) == [Scenario.time(7160)])
    }

    /// As a store may have it from a time when the clock was wrong.
    @Test func aNoticeOfAnotherDayHoldsNothing() {
        var world = world()
        world.fail("a")
        world.pass(to: 7201)
        world.recover("a")
        world.pass(to: 7300)
        world.postpone(.opened, to: 7200 + 86_400 * 30)
        world.restart()
        world.fail("b")
        world.pass(to: 7400)
        #expect(world.told(.opened).last?.at == 7300)
    }
}

extension Scenario {
    /// What the store says of when a notice is due.
    mutating func postpone(_ event: AlertEvent, to seconds: Double) {
        for notice in notices.values where notice.event == event {
            var later = notice
            later.dueAt = Self.time(seconds)
            take(PolicyChanges(notices: [later]))
        }
    }
}
