import SondeCore
import Testing

@testable import SondeIncidents

/// A restart in the middle changes nothing of what is told.
@Suite struct RestartTests {
    private typealias Step = (seconds: Double, act: @Sendable (inout Scenario) -> Void)

    /// Plays a story; restarts at a time, if one is given.
    private func play(_ world: Scenario, _ steps: [Step], until end: Double, restartAt: Double?) -> Scenario {
        var world = world
        var isDone = restartAt == nil
        let last: Step = (end, { _ in })
        for step in steps + [last] {
            if let restartAt, !isDone, restartAt < step.seconds {
                world.pass(to: restartAt)
                world.restart()
                isDone = true
            }
            world.pass(to: step.seconds)
            step.act(&world)
        }
        return world
    }

    private func texts(_ world: Scenario) -> [String] {
        world.messages.map { "\($0.channel) \($0.text) \($0.group ?? "")" }.sorted()
    }

    private static let rules = [
        AlertRule(channel: "mail", reminderInterval: .seconds(600)), AlertRule(channel: "boss", delay: .seconds(900)),
        AlertRule(channel: "pager", severity: .critical),
    ]

    private var everything: Scenario {
        let hosts = (0..<4).map { Scenario.endpoint("h\($0)", group: "core", host: "api", Self.rules) }
        let others = (0..<4).map { Scenario.endpoint("o\($0)", Self.rules) }
        let child = Scenario.endpoint("child", dependsOn: ["o1"], Self.rules)
        let silence = Silence(
            id: "s", purpose: .silence, matcher: EndpointMatcher(names: ["o2"]),
            schedule: .once(from: Scenario.beginning, until: Scenario.time(700)), createdAt: Scenario.beginning)
        return Scenario(
            hosts + others + [child],
            Scenario.settings(cooldown: 600, grouping: .init(share: 1), silences: [silence]))
    }

    private static let story: [Step] = [
        (2, { $0.fail("h0", "h1", "h2") }), (5, { $0.fail("o0", severity: .high, kind: .anomaly) }),
        (6, { $0.recover("h1") }), (30, { $0.fail("o2") }), (40, { $0.fail("o1") }), (43, { $0.fail("child") }),
        (100, { $0.fail("h3") }), (400, { $0.rise("o0", to: .critical) }), (500, { $0.recover("h2") }),
        (800, { $0.fail("h1") }), (1000, { $0.recover("h0", "h3") }), (1100, { $0.recover("h1") }),
        (1200, { $0.recover("o1") }),
        (
            1700,
            { world in world.take(world.open("o0").flatMap { world.policy.acknowledge($0.id, by: "", at: world.now) }) }
        ),
        (3000, { $0.recover("o0", "o2", "child") }),
    ]

    @Test(arguments: [
        3.0, 5.5, 8, 12, 20, 35, 41, 50, 90, 101, 200, 450, 600, 650, 750, 850, 950, 1050, 1150, 1265, 1300, 1600,
        1800, 2500, 3100,
    ])
    func theSameIsTold(restartAt: Double) {
        let whole = play(everything, Self.story, until: 4000, restartAt: nil)
        let cut = play(everything, Self.story, until: 4000, restartAt: restartAt)
        #expect(texts(cut) == texts(whole))
        #expect(cut.policy.openIncidents.isEmpty)
        #expect(whole.messages.count > 20)
    }

    /// What is due while nothing runs is told when it runs again.
    @Test func whatBecameDueMeanwhileIsToldAtOnce() {
        var world = everything
        world.fail("o2")
        world.pass(to: 10)
        world.restart()
        #expect(world.policy.nextDeadline == world.now)
        world.pass(to: 800)
        #expect(world.told() == ["700 opened o2"])
    }

    @Test func anOpenIncidentFromBeforeThereWereAlertsIsTold() {
        var world = Scenario([Scenario.endpoint("a", [])])
        world.fail("a")
        world.pass(to: 3600)
        world.endpoints = [Scenario.endpoint("a")]
        world.restart()
        world.pass(to: 3700)
        #expect(world.told() == ["3600 opened a"])
    }

    @Test func openIncidentsLongSinceApartStayApart() {
        var world = Scenario(
            (0..<5).map { Scenario.endpoint("e\($0)", host: "api") }, Scenario.settings(grouping: .init(share: 1)))
        for number in 0..<5 {
            world.fail("e\(number)")
            world.pass(to: 100 * Double(number + 1))
        }
        world.restart()
        world.pass(to: 1000)
        #expect(world.groupsOpened.isEmpty)
    }
}
