import SondeCore
import Testing

@testable import SondeIncidents

/// What was sent is not sent again because the clock was set back.
@Suite struct SentOnceTests {
    private let beside = Scenario.endpoint("b")

    @Test func aReminder() {
        let rule = AlertRule(channel: "mail", reminderInterval: .seconds(600))
        var world = Scenario([Scenario.endpoint("a", [rule]), beside])
        world.pass(to: 7200)
        world.fail("a")
        world.pass(to: 7900)
        #expect(world.told(.reminder).count == 1)
        world.setClock(to: 3600)
        world.probe("b", failures: 0)
        world.pass(to: 3700)
        #expect(world.told(.reminder).count == 1)
    }

    @Test func aDigest() throws {
        var world = Scenario([Scenario.endpoint("a", [AlertRule(channel: "mail", severity: .critical)]), beside])
        world.pass(to: 7210)
        world.fail("a", severity: .high, kind: .anomaly)
        world.pass(to: 7600)
        #expect(world.told(.digest).count == 1)
        world.setClock(to: 3610)
        world.probe("b", failures: 0)
        world.pass(to: 4600)
        #expect(world.told(.digest).count == 1)
        let id = try #require(world.open("a")?.id)
        world.take(world.policy.acknowledge(id, by: "ann", at: world.now))
        #expect(world.notices.values.allSatisfy { $0.state == .sent })
    }

    @Test func theEndOfAPart() {
        let endpoints = (0..<6).map { number in
            Scenario.endpoint("e\(number)", host: "api", [AlertRule(channel: number < 3 ? "mail" : "chat")])
        }
        var world = Scenario(endpoints, Scenario.settings(grouping: .init(share: 1)))
        world.pass(to: 7200)
        world.fail("e0", "e1", "e2", "e3", "e4", "e5")
        world.pass(to: 7300)
        world.recover("e0", "e1", "e2")
        world.pass(to: 7400)
        let before = world.told(.resolved)
        #expect(!before.isEmpty)
        world.setClock(to: 3610)
        world.probe("e5", failures: 4)
        world.pass(to: 4600)
        #expect(world.told(.resolved) == before)
    }
}
