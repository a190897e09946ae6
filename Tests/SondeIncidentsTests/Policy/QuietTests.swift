import SondeCore
import Testing

@testable import SondeIncidents

/// Silences, maintenance windows and dependencies.
@Suite struct QuietTests {
    private func silence(
        _ name: String = "a", _ purpose: Silence.Purpose = .silence, from: Double = 0, until: Double? = nil
    ) -> Silence {
        Silence(
            id: "s-" + name, purpose: purpose, matcher: EndpointMatcher(names: [name]),
            schedule: .once(from: Scenario.time(from), until: until.map { Scenario.time($0) }), comment: "known",
            createdAt: Scenario.beginning)
    }

    private func world(_ silences: Silence...) -> Scenario {
        Scenario(["a", "b"].map { Scenario.endpoint($0) }, Scenario.settings(silences: silences))
    }

    // MARK: Silences

    @Test func aSilencedIncidentOpensAndIsToldWhenTheSilenceEnds() {
        var world = world(silence(until: 500))
        world.fail("a")
        #expect(world.incident("a")?.quiet == .silenced)
        world.pass(to: 600)
        #expect(world.incident("a")?.quiet == nil)
        #expect(world.told() == ["500 opened a"])
        #expect(world.steps("a") == [.opened, .quieted, .unquieted, .told])
    }

    @Test func whatIsOverByThenIsNeverTold() {
        var world = world(silence(until: 500))
        world.fail("a")
        world.pass(to: 100)
        world.recover("a")
        world.pass(to: 600)
        #expect(world.messages.isEmpty)
    }

    @Test func theEndIsToldToWhoKnows() {
        var world = world()
        world.fail("a")
        world.pass(to: 10)
        world.take(world.policy.add(silence(from: 0), at: world.now))
        world.pass(to: 20)
        world.recover("a")
        world.pass(to: 600)
        #expect(world.told() == ["0 opened a", "20 resolved a"])
    }

    @Test func aSilenceTakesBackWhatWaits() {
        var world = world()
        world.fail("b", "a")
        world.pass(to: 3)
        world.take(world.policy.add(silence(), at: world.now))
        world.pass(to: 600)
        #expect(world.told() == ["0 opened b"])
    }

    @Test func othersAreToldMeanwhile() {
        var world = world(silence(until: 500))
        world.fail("b")
        world.pass(to: 100)
        #expect(world.told() == ["0 opened b"])
    }

    @Test func aPersonEndsASilence() throws {
        var world = world()
        world.take(world.policy.add(silence(), at: world.now))
        world.fail("a")
        world.pass(to: 100)
        #expect(world.policy.silences(at: world.now).map(\.id) == ["s-a"])
        let ended = world.policy.endSilence("s-a", by: "Ada", at: world.now)
        let changes = try #require(ended)
        #expect(changes.silences.map(\.endedAt) == [world.now])
        world.take(changes)
        world.pass(to: 200)
        #expect(world.told() == ["100 opened a"])
        #expect(world.policy.silences(at: world.now).isEmpty)
    }

    @Test func thoseOfTheConfigurationStay() {
        var world = world(silence())
        let ended = world.policy.endSilence("s-a", by: "Ada", at: world.now)
        let unknown = world.policy.endSilence("s-b", by: "Ada", at: world.now)
        #expect(ended == nil && unknown == nil)
        #expect(world.policy.silences(at: world.now).map(\.id) == ["s-a"])
    }

    @Test func silencesThatAreOverAreForgotten() {
        var world = world(silence(until: 500), silence("b", from: 700, until: 800))
        #expect(world.policy.silences(at: world.now).count == 2)
        world.pass(to: 600)
        #expect(world.policy.silences(at: world.now).map(\.id) == ["s-b"])
        world.pass(to: 900)
        #expect(world.policy.silences(at: world.now).isEmpty)
        #expect(world.policy.nextDeadline == nil)
    }

    @Test func whatManyShareIsQuietWhenAllMembersAre() {
        let endpoints = (0..<3).map { Scenario.endpoint("e\($0)", host: "api") }
        var world = Scenario(endpoints, Scenario.settings(grouping: .init(share: 1)))
        world.fail("e0", "e1", "e2")
        world.pass(to: 1)
        for number in 0..<3 {
            #expect(world.incident("host:api")?.quiet == nil)
            world.take(world.policy.add(silence("e\(number)"), at: world.now))
        }
        #expect(world.incident("host:api")?.quiet == .silenced)
    }

    // MARK: Maintenance

    @Test func nothingOpensInAWindow() {
        let world = world(silence("a", .maintenance, from: 100, until: 200))
        for (seconds, isIn) in [(0.0, false), (100, true), (199.9, true), (200, false)] {
            #expect(world.policy.isInMaintenance("a", at: Scenario.time(seconds)) == isIn)
            #expect(!world.policy.isInMaintenance("b", at: Scenario.time(seconds)))
        }
        #expect(!world.policy.isInMaintenance("unknown", at: Scenario.time(150)))
    }

    @Test func aSilenceIsNoWindow() {
        #expect(!world(silence()).policy.isInMaintenance("a", at: Scenario.beginning))
    }

    @Test func remindersPauseAndWhoKnowsIsNotToldAgain() {
        let rules = [AlertRule(channel: "mail", reminderInterval: .seconds(600))]
        var world = Scenario(
            [Scenario.endpoint("a", rules)],
            Scenario.settings(silences: [silence("a", .maintenance, from: 100, until: 2000)]))
        world.fail("a")
        world.pass(to: 150)
        #expect(world.incident("a")?.quiet == .maintenance)
        world.pass(to: 2100)
        #expect(world.told() == ["0 opened a", "2000 reminder a"])
    }

    // MARK: Dependencies

    private func chain() -> Scenario {
        Scenario([
            Scenario.endpoint("db"), Scenario.endpoint("api", dependsOn: ["db"]),
            Scenario.endpoint("page", dependsOn: ["api"]),
        ])
    }

    @Test func whatDependsOnSomethingThatIsDownIsQuiet() {
        var world = chain()
        world.fail("db")
        world.pass(to: 100)
        world.fail("page", "api")
        world.pass(to: 200)
        #expect(world.incident("page")?.quiet == .dependency)
        #expect(world.incident("api")?.quiet == .dependency)
        #expect(world.told() == ["0 opened db"])
    }

    @Test func whatFailsFirstWaitsForWhatItDependsOn() {
        var world = chain()
        world.probe("db", failures: 1)
        world.fail("page")
        world.pass(to: 20)
        world.fail("db")
        world.pass(to: 200)
        #expect(world.told() == ["20 opened db"])
        #expect(world.incident("page")?.quiet == .dependency)
    }

    @Test func itIsToldWhenWhatItDependsOnIsGoodAgain() {
        var world = chain()
        world.probe("db", failures: 1)
        world.fail("page")
        world.pass(to: 20)
        world.probe("db", failures: 0)
        world.pass(to: 100)
        #expect(world.told() == ["20 opened page"])
    }

    @Test func itWaitsForAMinuteAtMost() {
        var world = chain()
        world.probe("db", failures: 1)
        world.fail("page")
        world.pass(to: 100)
        #expect(world.told() == ["60 opened page"])
    }

    @Test func itHasAMinuteToRecoverToo() {
        var world = chain()
        world.fail("db")
        world.fail("page", "api")
        world.pass(to: 100)
        world.recover("db")
        world.pass(to: 130)
        world.recover("api")
        world.pass(to: 300)
        #expect(world.told() == ["0 opened db", "100 resolved db", "190 opened page"])
    }

    @Test func aCircleSilencesNobody() {
        var world = Scenario([
            Scenario.endpoint("a", dependsOn: ["b"]), Scenario.endpoint("b", dependsOn: ["c"]),
            Scenario.endpoint("c", dependsOn: ["a", "c"]), Scenario.endpoint("d", dependsOn: ["a"]),
        ])
        world.fail("a", "b", "c", "d")
        world.pass(to: 200)
        #expect(Set(world.messages.flatMap(\.names)) == ["a", "b", "c"])
        #expect(world.incident("d")?.quiet == .dependency)
    }

    @Test func anAnomalyOfTheParentSilencesNobody() {
        var world = chain()
        world.fail("db", severity: .high, kind: .anomaly)
        world.fail("api")
        world.pass(to: 200)
        #expect(world.incident("api")?.quiet == nil)
    }
}
