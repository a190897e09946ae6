import SondeCore
import Testing

@testable import SondeIncidents

/// When nothing answers, Sonde's own connection is looked at first.
@Suite struct ConnectionTests {
    /// - Parameter wereReached: What the first look at the references found.
    private func world(wereReached: Bool = true, hosts: [String] = ["x", "y", "z"]) -> Scenario {
        var world = Scenario(
            hosts.enumerated().map { number, host in
                Scenario.endpoint(
                    "e\(number)", host: host,
                    [AlertRule(channel: "mail"), AlertRule(channel: "chat", severity: .critical)])
            }, Scenario.settings(grouping: .init(), references: ["192.0.2.1:443", "192.0.2.2:53"]))
        world.take(world.policy.referencesAnswered(wereReached, at: world.now))
        for number in hosts.indices { world.probe("e\(number)", failures: 0) }
        world.pass(to: 1)
        return world
    }

    private func silent(_ world: inout Scenario) {
        for number in 0..<3 { world.probe("e\(number)", failures: 2) }
        world.fail("e0")
    }

    @Test func nobodyIsToldBeforeTheReferencesAnswer() {
        var world = world()
        silent(&world)
        world.fail("e1")
        world.pass(to: 10)
        #expect(world.checks == 1)
        #expect(world.messages.isEmpty)
        #expect(world.groupsOpened.isEmpty)
    }

    @Test func reachableReferencesBlameTheEndpoints() {
        var world = world()
        silent(&world)
        world.pass(to: 3)
        world.take(world.policy.referencesAnswered(true, at: world.now))
        world.fail("e1")
        world.pass(to: 20)
        #expect(world.checks == 1)
        #expect(world.told() == ["3 opened e0", "13 opened e1"])
    }

    @Test func noAnswerCountsAsReachable() {
        var world = world()
        silent(&world)
        world.pass(to: 30)
        #expect(world.told() == ["16 opened e0"])
    }

    @Test func withoutNetworkNoEndpointIsBlamed() throws {
        var world = world()
        silent(&world)
        world.take(world.policy.referencesAnswered(false, at: world.now))
        world.fail("e1", "e2")
        world.pass(to: 300)
        let told = world.incident("network")
        let network = try #require(told)
        #expect(network.scope == .network)
        #expect(
            network.reason
                == "Sonde has no network: none of its reference targets answers either (192.0.2.1:443, 192.0.2.2:53).")
        #expect((0..<3).allSatisfy { world.incident("e\($0)")?.quiet == .network })
        #expect(world.told("mail") == ["1 opened network"])
        #expect(world.told("chat") == ["1 opened network"])
        #expect(world.groupsOpened.map(\.id) == [network.id])
    }

    @Test func itEndsWithTheFirstGoodProbeAndWhoStillFailsIsToldAMinuteLater() {
        var world = world()
        silent(&world)
        world.take(world.policy.referencesAnswered(false, at: world.now))
        world.fail("e1")
        world.pass(to: 100)
        world.probe("e2", failures: 0)
        #expect(world.incident("network")?.isOpen == false)
        world.pass(to: 120)
        world.recover("e0")
        world.pass(to: 300)
        #expect(world.told() == ["1 opened network", "100 resolved network", "160 opened e1"])
    }

    @Test func referencesThatAnswerAgainEndItToo() {
        var world = world()
        silent(&world)
        world.take(world.policy.referencesAnswered(false, at: world.now))
        world.pass(to: 61)
        #expect(world.checks == 2)
        world.take(world.policy.referencesAnswered(true, at: world.now))
        world.pass(to: 300)
        #expect(world.told() == ["1 opened network", "61 resolved network", "121 opened e0"])
    }

    @Test func aRestartWithoutNetworkKeepsQuiet() {
        var world = world()
        silent(&world)
        world.take(world.policy.referencesAnswered(false, at: world.now))
        world.pass(to: 50)
        world.restart()
        world.fail("e1")
        world.pass(to: 100)
        world.probe("e2", failures: 0)
        world.pass(to: 101)
        #expect(world.told() == ["1 opened network", "100 resolved network"])
    }

    @Test(arguments: ["one answers", "never reached", "no references", "loopback", "a single endpoint"])
    func otherwiseItIsToldAtOnce(_ name: String) {
        var world = world(
            wereReached: name != "never reached",
            hosts: name == "loopback"
                ? ["127.0.0.1", "localhost:8080", "[::1]:80"]
                : name == "a single endpoint" ? ["x"] : ["x", "y", "z"])
        if name == "no references" {
            world.settings.references = []
            world.reload()
        }
        for number in world.endpoints.indices where name != "one answers" || number != 2 {
            world.probe("e\(number)", failures: 2)
        }
        if name == "one answers" { world.probe("e2", failures: 0) }
        world.fail("e0")
        world.pass(to: 2)
        #expect(world.told() == ["1 opened e0"], "\(name)")
        #expect(world.checks == 0)
    }

    /// One with an interval of an hour whose newest probe was good says nothing of the last minute.
    @Test func whoWasNotAskedLatelyIsNoWitness() {
        var world = world()
        world.pass(to: 600)
        for number in 0..<2 { world.probe("e\(number)", failures: 2) }
        world.fail("e0")
        #expect(world.checks == 1)
        world.take(world.policy.referencesAnswered(false, at: world.now))
        world.fail("e1")
        world.pass(to: 700)
        #expect(world.told() == ["600 opened network"])
    }

    @Test func oneThatFailsAgainAndAgainIsNoSilence() {
        var world = world()
        for failures in 1...5 { world.probe("e0", failures: failures) }
        world.fail("e0")
        world.pass(to: 2)
        #expect(world.told() == ["1 opened e0"])
        #expect(world.checks == 0)
    }

    /// Neighbours that fail by themselves one after the other: others answer before the references have not.
    @Test func whoIsHeardMeanwhileProvesTheNetwork() {
        var world = world()
        for number in 0..<2 { world.probe("e\(number)", failures: 2) }
        world.fail("e0")
        world.pass(to: 2)
        world.probe("e2", failures: 0)
        world.take(world.policy.referencesAnswered(false, at: world.now))
        world.fail("e1")
        world.pass(to: 30)
        #expect(world.told() == ["2 opened e0", "12 opened e1"])
        #expect(world.checks == 1)
    }

    /// With a single one on another machine it is that one and another beside it.
    @Test func ofASingleRemoteOneItsSilenceIsEnough() {
        var world = world(hosts: ["x", "localhost"])
        world.probe("e0", failures: 2)
        world.fail("e0")
        #expect(world.checks == 1)
    }

    @Test func aReloadForgetsNoSilence() {
        var world = world()
        for number in 0..<2 { world.probe("e\(number)", failures: 2) }
        world.reload()
        world.fail("e0")
        #expect(world.checks == 1)
        world.probe("e2", failures: 0)
        world.reload()
        #expect(!world.policy.pulses.isSilent)
    }

    @Test func aVerdictCountsForAMinute() {
        var world = world()
        silent(&world)
        world.take(world.policy.referencesAnswered(true, at: world.now))
        world.fail("e1")
        #expect(world.checks == 1)
        world.pass(to: 61)
        world.fail("e2")
        #expect(world.checks == 2)
    }
}
