import SondeCore
import Testing

@testable import SondeIncidents

@Suite struct PacingTests {
    private let names = ["a", "b", "c", "d", "e"]
    private var world: Scenario { Scenario(names.map { Scenario.endpoint($0) }) }

    @Test func theFirstGoesAtOnceAndTheNextTogether() {
        var world = world
        world.fail("a")
        world.pass(to: 2)
        world.fail("b")
        world.pass(to: 4)
        world.fail("c")
        world.pass(to: 20)
        world.fail("d")
        world.pass(to: 80)
        world.fail("e")
        world.pass(to: 200)
        #expect(world.told() == ["0 opened a", "12 opened b c", "87 opened d e"])
    }

    @Test func afterAQuietMinuteTheNextGoesAtOnce() {
        var world = world
        world.fail("a")
        world.pass(to: 60)
        world.fail("b")
        world.pass(to: 100)
        #expect(world.told() == ["0 opened a", "60 opened b"])
    }

    @Test func endsHaveAPaceOfTheirOwn() {
        var world = world
        world.fail("a", "b", "c")
        world.pass(to: 12)
        world.recover("a")
        world.pass(to: 13)
        world.recover("b", "c")
        world.pass(to: 60)
        #expect(world.told() == ["0 opened a", "10 opened b c", "12 resolved a", "23 resolved b c"])
    }

    // MARK: What is over before it was told

    @Test func whatIsOverWhileItWaitsIsDropped() {
        var world = world
        world.fail("a", "b")
        world.pass(to: 5)
        world.recover("b")
        world.pass(to: 100)
        #expect(world.told() == ["0 opened a"])
        #expect(world.notices.values.filter { $0.state == .dropped }.map(\.incident.endpoint) == ["b"])
    }

    @Test func whatIsOverInTheLastSecondIsToldAndResolved() {
        var world = world
        world.fail("a", "b")
        world.pass(to: 9.5)
        world.recover("b")
        world.pass(to: 100)
        #expect(world.told() == ["0 opened a", "10 opened b", "10 resolved b"])
    }

    @Test func aDeadChannelIsNotToldOfTheEnd() {
        var world = world
        world.deadChannels = ["mail"]
        world.fail("a")
        world.pass(to: 5)
        world.deadChannels = []
        world.recover("a")
        world.pass(to: 100)
        #expect(world.messages.isEmpty)
        #expect(world.steps("a") == [.opened, .undelivered, .closed])
    }

    @Test func oneThatIsToldByALaterTryIsToldOfTheEnd() throws {
        var world = world
        world.deadChannels = ["mail"]
        world.fail("a")
        world.pass(to: 5)
        world.deadChannels = []
        var retried = try #require(world.notices.values.first)
        retried.state = .sent
        world.take(world.policy.delivered(retried, at: world.now))
        world.recover("a")
        world.pass(to: 100)
        #expect(world.told() == ["5 resolved a"])
    }

    // MARK: Cooldown

    private func cooling() -> Scenario {
        Scenario(names.map { Scenario.endpoint($0) }, Scenario.settings(cooldown: 600))
    }

    @Test func theNextIncidentOfAnEndpointWaitsForTheCooldown() {
        var world = cooling()
        world.fail("a")
        world.pass(to: 100)
        world.recover("a")
        world.pass(to: 200)
        world.fail("a")
        world.pass(to: 1000)
        #expect(world.told() == ["0 opened a", "100 resolved a", "600 opened a"])
    }

    @Test func whatIsOverByTheEndOfTheCooldownIsNeverTold() {
        var world = cooling()
        world.fail("a")
        world.pass(to: 100)
        world.recover("a")
        world.pass(to: 200)
        world.fail("a")
        world.pass(to: 400)
        world.recover("a")
        world.pass(to: 1000)
        #expect(world.told() == ["0 opened a", "100 resolved a"])
    }

    @Test func aGraverOneDoesNotWait() {
        var world = cooling()
        world.fail("a", severity: .medium, kind: .anomaly)
        world.pass(to: 100)
        world.recover("a")
        world.pass(to: 200)
        world.fail("a", severity: .critical)
        world.pass(to: 1000)
        #expect(world.told() == ["0 opened a", "100 resolved a", "200 opened a"])
    }

    @Test func anotherEndpointDoesNotWait() {
        var world = cooling()
        world.fail("a")
        world.pass(to: 100)
        world.fail("b")
        world.pass(to: 1000)
        #expect(world.told() == ["0 opened a", "100 opened b"])
    }

    @Test func oneThatWasDroppedStartsNoCooldown() {
        var world = cooling()
        world.fail("a", "b")
        world.pass(to: 5)
        world.recover("b")
        world.pass(to: 100)
        world.fail("b")
        world.pass(to: 1000)
        #expect(world.told() == ["0 opened a", "100 opened b"])
    }
}
