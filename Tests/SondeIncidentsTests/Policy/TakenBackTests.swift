import SondeCore
import Testing

@testable import SondeIncidents

/// What still waits for its time when something happens that speaks against it.
@Suite struct TakenBackTests {
    /// Acknowledges what is open of some endpoints.
    private func acknowledge(_ endpoints: String..., in world: inout Scenario) throws {
        for endpoint in endpoints {
            let id = try #require(world.open(endpoint)?.id)
            world.take(world.policy.acknowledge(id, by: "ann", at: world.now))
        }
    }

    @Test func anEscalationIsNotSentOnceSomebodyIsAtIt() throws {
        let rules = [AlertRule(channel: "mail"), AlertRule(channel: "boss", delay: .seconds(60))]
        var world = Scenario((0..<2).map { Scenario.endpoint("e\($0)", rules) })
        world.fail("e0")
        world.pass(to: 1)
        world.fail("e1")
        world.pass(to: 72)
        #expect(world.notices.values.count { $0.event == .escalated && $0.state == .waiting } == 1)
        try acknowledge("e0", "e1", in: &world)
        world.pass(to: 1000)
        #expect(world.told("boss") == ["60 escalated e0"])
    }

    @Test func norIsAReminder() throws {
        let rules = [AlertRule(channel: "mail", reminderInterval: .seconds(60))]
        var world = Scenario((0..<2).map { Scenario.endpoint("e\($0)", rules) })
        world.fail("e0")
        world.pass(to: 20)
        world.fail("e1")
        world.pass(to: 91)
        #expect(world.notices.values.count { $0.event == .reminder && $0.state == .waiting } == 1)
        let before = world.told(.reminder).count
        try acknowledge("e0", "e1", in: &world)
        world.pass(to: 1000)
        #expect(world.told(.reminder).count == before)
    }

    @Test func aRiseThatASilenceHeldBackIsToldAfterIt() {
        var world = Scenario(["a", "b"].map { Scenario.endpoint($0) })
        world.fail("a", severity: .medium, kind: .anomaly)
        world.fail("b", severity: .medium, kind: .anomaly)
        world.pass(to: 100)
        world.rise("a", to: .critical)
        world.pass(to: 102)
        world.rise("b", to: .critical)
        world.pass(to: 103)
        let silence = Silence(
            id: "s", purpose: .silence, matcher: EndpointMatcher(names: ["b"]),
            schedule: .once(from: Scenario.time(103), until: Scenario.time(200)), createdAt: world.now)
        world.take(world.policy.add(silence, at: world.now))
        world.pass(to: 1000)
        #expect(world.told(.raised).flatMap(\.names) == ["a", "b"])
    }

    /// The threshold of a step is asked of the members, as that of an opening is.
    @Test func aGroupIsEscalatedOnceAMemberHasFailedOftenEnough() {
        let rules = [
            AlertRule(channel: "mail", failureThreshold: 20),
            AlertRule(channel: "boss", failureThreshold: 20, delay: .seconds(60)),
        ]
        let endpoints = (0..<4).map { Scenario.endpoint("e\($0)", host: "api", rules) }
        var world = Scenario(endpoints, Scenario.settings(grouping: .init(share: 1)))
        world.fail("e0", "e1", "e2", "e3")
        world.pass(to: 100)
        #expect(world.told("boss").isEmpty)
        world.probe("e0", failures: 20)
        world.pass(to: 200)
        #expect(world.told("mail").first == "100 opened e0" || world.told("mail").first == "100 opened host:api")
        #expect(world.told("boss").count == 1)
    }
}
