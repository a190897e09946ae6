import SondeCore
import Testing

@testable import SondeIncidents

/// How long an incident of many endpoints takes in what fails later.
@Suite struct GroupAgeTests {
    private static let rules = [AlertRule(channel: "mail"), AlertRule(channel: "pager")]

    /// Three of ten endpoints of one host fail, one after the other within a minute.
    private func world() -> Scenario {
        var world = Scenario(
            (0..<10).map { Scenario.endpoint("h\($0)", host: "api", Self.rules) },
            Scenario.settings(grouping: .init(share: 1)))
        world.fail("h0", "h1")
        world.pass(to: 50)
        world.fail("h2")
        return world
    }

    private func groups(_ world: Scenario) -> [Incident] {
        world.policy.openIncidents.filter { $0.scope == .host }
    }

    @Test(arguments: [(350.0, true), (351, false)], [false, true])
    func itIsJoinedForFiveWindowsAfterTheNewest(_ time: (seconds: Double, joins: Bool), _ restarts: Bool) {
        var world = world()
        world.pass(to: 300)
        if restarts { world.restart() }
        world.pass(to: time.seconds)
        world.fail("h3")
        #expect((world.incident("h3")?.parent != nil) == time.joins)
    }

    @Test func eachThatJoinsKeepsItOpenToOthers() {
        var world = world()
        world.pass(to: 340)
        world.fail("h3")
        world.pass(to: 630)
        world.fail("h4")
        #expect(groups(world).count == 1)
        #expect(world.incident("h4")?.parent == groups(world).first?.id)
    }

    /// An endpoint that comes and goes would keep it open to others for ever.
    @Test func oneThatWasAMemberBeforeDoesNot() {
        var world = world()
        world.pass(to: 340)
        world.recover("h2")
        world.fail("h2")
        #expect(world.incident("h2")?.parent != nil)
        world.pass(to: 360)
        world.fail("h3")
        #expect(world.incident("h3")?.parent == nil)
    }

    /// One endpoint stays down for days; what fails later is told by itself and is over by itself.
    @Test(arguments: [nil, 86_401, 86_450, 86_480] as [Double?])
    func whatFailsLongAfterIsAnotherStory(restartAt: Double?) throws {
        var world = world()
        world.pass(to: 100)
        world.recover("h1", "h2")
        func pass(_ seconds: Double) {
            if let restartAt, world.seconds < restartAt, restartAt < seconds {
                world.pass(to: restartAt)
                world.restart()
            }
            world.pass(to: seconds)
        }
        pass(86_400)
        world.fail("h3", "h4")
        pass(86_420)
        world.fail("h5")
        let (old, new) = try #require(groups(world).count == 2 ? (groups(world)[0], groups(world)[1]) : nil)
        #expect(old.id != new.id)
        #expect(world.policy.openGroups.values.sorted() == [new.id])
        #expect(world.policy.members(of: old.id).map(\.endpoint).contains("h0"))
        #expect(Set(world.policy.members(of: new.id).map(\.endpoint)) == ["h3", "h4", "h5"])
        pass(86_500)
        world.recover("h3", "h4", "h5")
        pass(86_600)
        #expect(groups(world).map(\.id) == [old.id])
        let ends = world.notices.values.filter { $0.event == .resolved && $0.createdAt > Scenario.time(86_000) }
        #expect(ends.contains { $0.incident.id == new.id } && !ends.contains { $0.incident.id == old.id })
        world.recover("h0")
        pass(86_700)
        #expect(world.policy.openIncidents.isEmpty)
        #expect(world.notices.values.contains { $0.event == .resolved && $0.incident.id == old.id })
    }

    @Test func theEndOfTheOlderOneLeavesTheNewer() {
        var world = world()
        world.pass(to: 1000)
        world.fail("h3", "h4", "h5")
        world.pass(to: 1010)
        world.recover("h0", "h1", "h2")
        #expect(groups(world).count == 1)
        #expect(world.policy.openGroups.values.sorted() == groups(world).map(\.id))
        world.fail("h6")
        #expect(world.incident("h6")?.parent == groups(world).first?.id)
    }

    /// What was silenced opened together with what was told, and is told when that is over or long past.
    @Test(arguments: [false, true], [false, true])
    func twoThatOpenedAtTheSameTimeAreTwo(_ isOver: Bool, _ restarts: Bool) {
        let silence = Silence(
            id: "s", purpose: .silence, matcher: EndpointMatcher(names: ["h3", "h4", "h5"]),
            schedule: .once(from: Scenario.beginning, until: Scenario.time(500)), createdAt: Scenario.beginning)
        var world = Scenario(
            (0..<6).map { Scenario.endpoint("h\($0)", host: "api", Self.rules) },
            Scenario.settings(grouping: .init(share: 1), silences: [silence]))
        world.fail("h3", "h4", "h5", "h0", "h1", "h2")
        world.pass(to: 450)
        if isOver { world.recover("h0", "h1", "h2") }
        world.pass(to: 480)
        if restarts { world.restart() }
        world.pass(to: 600)
        #expect(Set(world.groupsOpened.map(\.id)).count == 2)
        #expect(groups(world).count == (isOver ? 1 : 2))
        #expect(groups(world).allSatisfy { world.policy.members(of: $0.id).count == 3 })
    }

    /// The wider one of the second storm takes over the narrower one of the second storm alone; the pager, which knows
    /// it by its own name, is told of its end by it after a restart too.
    @Test(arguments: [false, true])
    func whatWasTakenOverBelongsToTheNewerOfTwo(_ restarts: Bool) throws {
        let hosts = (0..<20).map { Scenario.endpoint("e\($0)", host: "x\($0 / 5)", Self.rules) }
        var world = Scenario(hosts, Scenario.settings(grouping: .init()))
        for number in [0, 5, 10, 15, 1] { world.fail("e\(number)") }
        let old = try #require(world.incident("fleet"))
        world.pass(to: 1000)
        world.fail("e2", "e3", "e4")
        world.pass(to: 1020)
        for number in [6, 7, 11, 12, 16] { world.fail("e\(number)") }
        let new = try #require(world.incident("fleet"))
        #expect(old.id != new.id)
        world.pass(to: 1200)
        for number in [0, 5, 10, 15, 1] { world.recover("e\(number)") }
        world.pass(to: 1300)
        if restarts { world.restart() }
        for incident in world.policy.openIncidents where incident.scope == .endpoint {
            world.recover(incident.endpoint)
        }
        world.pass(to: 1500)
        let ends = world.notices.values.filter { $0.event == .resolved && $0.channel == "pager" }
        let narrow = ends.filter { $0.incident.scope == .host }
        let told = world.notices.values.compactMap { $0.event == .opened ? $0.incident.parent : nil }
        #expect(Set(narrow.map(\.incident.id)).isSubset(of: told))
        #expect(
            Set(ends.map(\.incident.id)).isSuperset(
                of: world.notices.values.filter {
                    $0.event == .opened && $0.channel == "pager" && $0.state == .sent
                }.map { $0.incident.parent ?? $0.incident.id }))
        #expect(world.policy.openIncidents.isEmpty)
    }
}
