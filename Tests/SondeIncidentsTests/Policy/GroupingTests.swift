import SondeCore
import Testing

@testable import SondeIncidents

@Suite struct GroupingTests {
    private static let combining = "mail"
    private static let single = "pager"
    private static let rules = [AlertRule(channel: combining), AlertRule(channel: single)]

    /// Eight endpoints of one host, eight of one group, and sixteen that have nothing in common.
    private func world(_ grouping: AlertSettings.Grouping = .init(share: 0.5)) -> Scenario {
        let hosts = (0..<8).map { Scenario.endpoint("h\($0)", host: "api", Self.rules) }
        let groups = (0..<8).map { Scenario.endpoint("g\($0)", group: "core", Self.rules) }
        let others = (0..<16).map { Scenario.endpoint("o\($0)", Self.rules) }
        return Scenario(hosts + groups + others, Scenario.settings(grouping: grouping))
    }

    // MARK: What becomes one

    @Test func endpointsOfOneHostBecomeOne() throws {
        var world = world()
        world.fail("h0", "h1", "h2")
        let group = try #require(world.incident("host:api"))
        #expect(group.scope == .host)
        #expect(group.severity == .critical)
        #expect(group.reason == "3 of 8 endpoints of api failed: Connection refused.")
        #expect(group.id == Incident.identifier(of: "host:api", openedAt: Scenario.beginning))
        #expect(world.policy.members(of: group.id).map(\.endpoint).sorted() == ["h0", "h1", "h2"])
        #expect(["h0", "h1", "h2"].allSatisfy { world.incident($0)?.parent == group.id })
        #expect(world.groupsOpened.map(\.id) == [group.id])
    }

    /// Told alone before the others failed, it is over by its own name; the group is not over with it.
    @Test func theFirstOfAStormIsOverByItsOwnName() throws {
        var world = world()
        world.fail("h0")
        world.pass(to: 2)
        world.fail("h1", "h2", "h3")
        world.pass(to: 30)
        let first = try #require(world.incident("h0"))
        #expect(first.parent != nil)
        world.recover("h0")
        world.pass(to: 60)
        let ends = world.notices.values.filter { $0.event == .resolved }
        #expect(ends.map(\.channel).sorted() == [Self.combining, Self.single])
        #expect(ends.allSatisfy { $0.incident.id == first.id && $0.incident.parent == nil })
    }

    @Test func endpointsOfOneGroupBecomeOne() {
        var world = world()
        world.fail("g0", "g1", "g2")
        #expect(world.incident("group:core")?.reason == "3 of 8 endpoints of group core failed: Connection refused.")
    }

    @Test func aShareOfAllBecomesOne() {
        var world = world()
        for number in 0..<16 { world.fail("o\(number)") }
        #expect(world.incident("fleet")?.reason == "16 of all 32 endpoints failed: Connection refused.")
        #expect(world.incident("fleet")?.scope == .fleet)
    }

    @Test(arguments: [("too few", 2, 0.0), ("too far apart", 3, 31)])
    func whatDoesNotBelongTogetherStaysApart(_ name: String, _ count: Int, _ apart: Double) {
        var world = world()
        for number in 0..<count {
            world.pass(to: apart * Double(number))
            world.fail("h\(number)")
        }
        #expect(world.groupsOpened.isEmpty, "\(name)")
    }

    /// A quarter of eleven is three, but three that have nothing in common are three faults.
    @Test(arguments: [(4, 0), (5, 1)])
    func aShareOfFewEndpointsIsNoStorm(_ failing: Int, _ groups: Int) {
        let names = (0..<11).map { "e\($0)" }
        var world = Scenario(names.map { Scenario.endpoint($0) }, Scenario.settings(grouping: .init()))
        for name in names.prefix(failing) { world.fail(name) }
        #expect(world.groupsOpened.count == groups)
    }

    @Test(arguments: [
        "Connection refused.", "A probe failed: Connection refused.",
        "2 of the last 5 probes failed: Connection refused.",
        "4 times in a row it failed or was silent: Connection refused.",
        "3 of the last 5 reports failed or did not come: Connection refused.",
    ])
    func whatDiffersFromMemberToMemberIsLeftOut(_ reason: String) {
        var crowd = Crowd(GroupKey(name: .host("api"), kind: .failure), at: Scenario.beginning)
        let member = Incident(
            id: "i", endpoint: "a", kind: .failure, severity: .high, openedAt: Scenario.beginning, reason: reason)
        crowd.join(member, [], at: Scenario.beginning)
        #expect(crowd.reason(size: 3) == "1 of 3 endpoints of api failed: Connection refused.")
    }

    @Test func pushEndpointsShareNoHost() {
        let endpoints = (0..<9).map { number in
            var endpoint = Scenario.endpoint("p\(number)", Self.rules)
            (endpoint.url, endpoint.source) = ("", .push(token: Secret("t\(number)")))
            return endpoint
        }
        var world = Scenario(endpoints, Scenario.settings(grouping: .init(share: 0.5)))
        world.fail("p0", "p1", "p2")
        #expect(world.groupsOpened.isEmpty)
    }

    @Test func anomaliesAreOneAmongThemselves() {
        var world = world()
        world.fail("h0", "h1", severity: .high, kind: .anomaly)
        world.fail("h2", "h3")
        #expect(world.groupsOpened.isEmpty)
        world.fail("h4", severity: .high, kind: .anomaly)
        #expect(world.groupsOpened.map(\.kind) == [.anomaly])
        #expect(world.incident("host:api")?.reason == "3 of 8 endpoints of api became unusual: slow")
    }

    @Test func noneWithoutGrouping() {
        var world = world(.init(isEnabled: false))
        world.fail("h0", "h1", "h2")
        #expect(world.groupsOpened.isEmpty)
    }

    // MARK: Which

    @Test func ofEqualsTheNarrowestIsTold() {
        let endpoints = (0..<4).map { Scenario.endpoint("e\($0)", group: "core", host: "api") }
        var world = Scenario(endpoints, Scenario.settings(grouping: .init(share: 0.5)))
        world.fail("e0", "e1", "e2", "e3")
        #expect(world.groupsOpened.map(\.endpoint) == ["host:api"])
        #expect(world.policy.openIncidents.count { $0.parent != nil } == 4)
    }

    @Test func theWiderOneTakesOverWhenItNamesMore() throws {
        var world = world(.init(share: 0.25))
        world.fail("h0", "h1", "h2")
        world.fail("o0", "o1", "o2", "o3", "o4")
        let fleet = try #require(world.incident("fleet"))
        #expect(world.policy.openIncidents.filter { $0.scope != .endpoint }.map(\.endpoint) == ["fleet"])
        #expect(world.incident("host:api")?.isOpen == false)
        #expect(world.policy.members(of: fleet.id).count == 8)
        #expect(world.steps("h0") == [.opened, .joined, .joined])
    }

    @Test func whatFailsLaterJoins() {
        var world = world()
        world.fail("h0", "h1", "h2")
        world.pass(to: 300)
        world.fail("h3")
        #expect(world.incident("h3")?.parent == world.incident("host:api")?.id)
        #expect(world.incident("host:api")?.reason == "4 of 8 endpoints of api failed: Connection refused.")
    }

    @Test func itIsOverWithTheLastMember() {
        var world = world()
        world.fail("h0", "h1", "h2")
        world.pass(to: 100)
        world.recover("h0", "h1")
        #expect(world.incident("host:api")?.isOpen == true)
        world.pass(to: 120)
        world.recover("h2")
        #expect(world.incident("host:api")?.closedAt == Scenario.time(120))
        #expect(world.groupsClosed.map(\.endpoint) == ["host:api"])
        world.pass(to: 200)
        #expect(world.policy.nextDeadline == nil)
    }

    @Test func itIsAsGraveAsItsGravestMember() {
        var world = world()
        world.fail("h0", "h1", "h2", severity: .medium, kind: .anomaly)
        #expect(world.incident("host:api")?.severity == .medium)
        world.rise("h1", to: .critical)
        #expect(world.incident("host:api")?.severity == .critical)
    }

    @Test func aGraverMemberThatJoinsRaisesIt() {
        var world = world()
        world.fail("h0", "h1", "h2", severity: .high, kind: .anomaly)
        world.pass(to: 100)
        world.fail("h3", severity: .critical, kind: .anomaly)
        world.pass(to: 300)
        #expect(world.incident("host:api")?.severity == .critical)
        #expect(world.steps("host:api").contains(.raised))
        // The opening of the graver member says so already.
        #expect(world.told(Self.combining).last == "100 opened h3")
    }

    // MARK: What is told

    @Test func membersAreToldUnderItsNameAndItsEndOnce() {
        var world = world()
        world.fail("h0", "h1", "h2", "h3")
        world.pass(to: 100)
        world.recover("h1", "h2", "h3")
        world.pass(to: 200)
        world.recover("h0")
        world.pass(to: 300)
        // The first was told alone, before it was known to be one of many.
        #expect(
            world.told(Self.combining) == [
                "0 opened h0", "10 opened h1 h2 h3", "200 resolved h0", "210 resolved host:api",
            ])
        #expect(world.told(.opened, on: Self.single).map(\.group) == [nil, "host:api"])
    }

    @Test func whoWasToldOfNoMemberIsNotToldOfItsEnd() {
        var world = world()
        world.fail("h0", "h1", "h2")
        world.pass(to: 5)
        world.recover("h0", "h1", "h2")
        world.pass(to: 300)
        #expect(world.told(Self.combining) == ["0 opened h0", "5 resolved h0"])
    }

    /// The narrower one was told; the wider one takes it over.
    private func takenOver() -> Scenario {
        var world = world(.init(share: 0.25))
        world.fail("h0", "h1", "h2")
        world.pass(to: 20)
        for number in 0..<5 { world.fail("o\(number)") }
        world.pass(to: 200)
        return world
    }

    @Test func nobodyIsToldOfAMemberTwice() {
        let world = takenOver()
        for channel in [Self.combining, Self.single] {
            let names = world.told(.opened, on: channel).flatMap(\.names)
            #expect(names.count == 8)
            #expect(Set(names).count == 8)
        }
    }

    @Test(arguments: [false, true])
    func whoCombinesIsToldTheEndOfTheWiderOneAlone(_ restarts: Bool) {
        var world = takenOver()
        if restarts { world.restart() }
        for incident in world.policy.openIncidents where incident.scope == .endpoint {
            world.recover(incident.endpoint)
        }
        world.pass(to: 400)
        #expect(world.told(.resolved, on: Self.combining).flatMap(\.names).sorted() == ["fleet", "h0"])
    }

    /// A pager that knows the narrower one by its own name would show it for ever.
    @Test(arguments: [false, true])
    func whoDoesNotIsToldTheEndOfBoth(_ restarts: Bool) {
        var world = takenOver()
        if restarts { world.restart() }
        for incident in world.policy.openIncidents where incident.scope == .endpoint {
            world.recover(incident.endpoint)
        }
        world.pass(to: 400)
        #expect(world.told(.resolved, on: Self.single).flatMap(\.names).sorted() == ["fleet", "h0", "host:api"])
    }

    @Test func aRiseIsToldOnceForAll() {
        var world = world()
        world.fail("h0", "h1", "h2", "h3", severity: .high, kind: .anomaly)
        world.pass(to: 100)
        world.rise("h1", to: .critical)
        world.rise("h2", to: .critical)
        world.pass(to: 300)
        #expect(world.told(.raised, on: Self.combining).map(\.names) == [["host:api"]])
    }
}
