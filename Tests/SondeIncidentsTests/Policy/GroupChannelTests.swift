import SondeCore
import Testing

@testable import SondeIncidents

/// A channel hears of those members that are routed to it, and of nobody else.
@Suite struct GroupChannelTests {
    /// Of one host: `a…` are told to one team, `b…` to another, and of `c…` what is critical to both.
    private func world(_ extra: [AlertRule] = [], combining: Set<String> = ["a", "b"]) -> Scenario {
        func endpoint(_ name: String, _ rules: [AlertRule]) -> Endpoint {
            Scenario.endpoint(name, host: "api", rules)
        }
        let reminding = { AlertRule(channel: $0, reminderInterval: .seconds(600)) }
        return Scenario(
            (0..<3).map { endpoint("a\($0)", [reminding("a")] + extra) }
                + (0..<3).map { endpoint("b\($0)", [reminding("b")]) }
                + [
                    endpoint(
                        "c",
                        [AlertRule(channel: "a", severity: .critical), AlertRule(channel: "b", severity: .critical)])
                ],
            Scenario.settings(grouping: .init(share: 1), combining: combining))
    }

    private func group(_ world: Scenario) -> Incident? { world.incident("host:api") }

    // MARK: Members

    @Test func membersAreThoseThatAreRoutedToTheChannel() throws {
        var world = world()
        world.fail("a0", "b0", "a1", "b1")
        let id = try #require(group(world)).id
        world.pass(to: 100)
        world.recover("a1")
        #expect(world.policy.members(of: id).map(\.endpoint) == ["a0", "a1", "b0", "b1"].sorted(by: byOpening(world)))
        let mine = world.policy.members(of: id, on: "a")
        #expect(Set(mine.map(\.endpoint)) == ["a0", "a1"])
        #expect(mine.filter { !$0.isOpen }.map(\.endpoint) == ["a1"])
        #expect(world.policy.members(of: id, on: "nobody").isEmpty)
        #expect(world.policy.members(of: "nothing", on: "a").isEmpty)
    }

    private func byOpening(_ world: Scenario) -> (String, String) -> Bool {
        { world.incident($0)?.id ?? "" < world.incident($1)?.id ?? "" }
    }

    @Test func oneBelowTheSeverityIsNot() throws {
        var world = world()
        world.fail("a0", "b0", "c", severity: .high, kind: .anomaly)
        let id = try #require(group(world)).id
        #expect(world.policy.members(of: id, on: "a").map(\.endpoint) == ["a0"])
        world.rise("c", to: .critical)
        #expect(Set(world.policy.members(of: id, on: "a").map(\.endpoint)) == ["a0", "c"])
    }

    @Test func oneThatComesAndGoesIsOne() throws {
        var world = world()
        world.fail("a0", "a1", "a2")
        for time in [50.0, 100, 150] {
            world.pass(to: time)
            world.recover("a1")
            world.pass(to: time + 10)
            world.fail("a1")
        }
        let told = group(world)
        let group = try #require(told)
        #expect(world.policy.members(of: group.id).map(\.endpoint) == ["a0", "a2", "a1"].sorted(by: byOpening(world)))
        #expect(world.policy.members(of: group.id, on: "a").last == world.policy.incident(world.open("a1")?.id ?? ""))
        #expect(group.reason == "3 of 7 endpoints of api failed: Connection refused.")
    }

    // MARK: Reminders, rises and escalation

    @Test func nobodyIsRemindedOfWhatConcernsOthers() {
        var world = world()
        world.fail("a0", "b0", "a1", "b1")
        world.pass(to: 100)
        world.recover("a0", "a1")
        world.pass(to: 2000)
        #expect(world.told(.reminder, on: "a").isEmpty)
        #expect(world.told(.reminder, on: "b").count == 3)
    }

    @Test func aRiseIsToldToThoseWhomItConcerns() {
        var world = world()
        world.fail("a0", "b0", "a1", "b1", severity: .high, kind: .anomaly)
        world.pass(to: 100)
        world.rise("a0", to: .critical)
        world.pass(to: 300)
        #expect(world.told(.raised, on: "a").count == 1)
        #expect(world.told(.raised, on: "b").isEmpty)
        #expect(group(world)?.severity == .critical)
        world.restart()
        world.rise("b0", to: .critical)
        world.pass(to: 400)
        #expect(world.told(.raised, on: "b").count == 1)
    }

    @Test(arguments: [false, true])
    func theRulesOfThoseThatAreOverEscalateNothing(_ isOver: Bool) {
        var world = world([AlertRule(channel: "boss", delay: .seconds(900))])
        world.fail("a0", "b0", "b1")
        world.pass(to: 100)
        if isOver { world.recover("a0") }
        world.pass(to: 2000)
        #expect(world.told(.escalated, on: "boss").count == (isOver ? 0 : 1))
    }

    @Test func theRulesOfSilencedOnesEscalateNothing() {
        var world = world([AlertRule(channel: "boss", delay: .seconds(900))])
        world.fail("a0", "b0", "b1")
        world.pass(to: 100)
        let silence = Silence(
            id: "s", purpose: .silence, matcher: EndpointMatcher(names: ["a0"]),
            schedule: .once(from: world.now, until: nil), createdAt: world.now)
        world.take(world.policy.add(silence, at: world.now))
        world.pass(to: 2000)
        #expect(world.told("boss").isEmpty)
    }

    /// Whoever comes late is not escalated at once because others have waited for long.
    @Test func escalationIsCountedFromTheFirstThatConcernsTheChannel() {
        var world = world([AlertRule(channel: "boss", delay: .seconds(240))])
        world.fail("b0", "b1", "b2")
        world.pass(to: 280)
        world.fail("a0")
        world.pass(to: 2000)
        #expect(world.told("boss") == ["520 escalated host:api"])
    }

    // MARK: The end of a part

    @Test(arguments: [nil, 50, 150, 250, 450] as [Double?], [["a", "b"], []] as [Set<String>])
    func aChannelIsToldWhenAllThatConcernItAreOver(restartAt: Double?, combining: Set<String>) {
        var world = world(combining: combining)
        func pass(_ seconds: Double) {
            if let restartAt, world.seconds < restartAt, restartAt < seconds {
                world.pass(to: restartAt)
                world.restart()
            }
            world.pass(to: seconds)
        }
        world.fail("b0", "a0", "a1", "b1")
        pass(100)
        world.recover("a0")
        pass(200)
        world.recover("a1")
        pass(400)
        // The first of each was told by itself before it was one of many.
        #expect(world.told(.resolved, on: "a").flatMap(\.names) == ["a0", "host:api"])
        #expect(world.told(.resolved, on: "b").isEmpty)
        #expect(group(world)?.isOpen == true)
        pass(500)
        world.recover("b0", "b1")
        pass(700)
        #expect(world.told(.resolved, on: "a").count == 2)
        #expect(world.told(.resolved, on: "b").flatMap(\.names).sorted() == ["b0", "host:api"])
        #expect(world.policy.openIncidents.isEmpty)
    }

    @Test(arguments: [false, true])
    func oneThatComesLaterIsToldAnew(_ restarts: Bool) {
        var world = world()
        world.fail("b0", "a0", "a1", "b1")
        world.pass(to: 100)
        world.recover("a0", "a1")
        world.pass(to: 250)
        if restarts { world.restart() }
        world.fail("a2")
        #expect(world.incident("a2")?.parent == group(world)?.id)
        world.pass(to: 320)
        #expect(world.told(.opened, on: "a").last?.names == ["a2"])
        world.recover("a2")
        world.pass(to: 400)
        let ends = world.told(.resolved, on: "a").flatMap(\.names)
        #expect(ends.filter { $0 == "host:api" }.count == 2)
        #expect(world.told(.resolved, on: "b").isEmpty)
    }

    /// Where the end waits for its time when another one fails, it is not told before the opening nor after it.
    @Test(arguments: [false, true])
    func anEndThatWaitsIsTakenBack(_ restarts: Bool) {
        var world = world()
        world.fail("b0", "a0", "a1", "b1")
        world.pass(to: 100)
        world.recover("a0")
        world.pass(to: 101)
        world.recover("a1")
        world.pass(to: 105)
        #expect(world.notices.values.contains { $0.event == .resolved && $0.isHeld(at: world.now) })
        if restarts { world.restart() }
        world.fail("a2")
        world.pass(to: 300)
        #expect(world.told(.resolved, on: "a").flatMap(\.names) == ["a0"])
        world.recover("a2")
        world.pass(to: 400)
        #expect(world.told(.resolved, on: "a").flatMap(\.names) == ["a0", "host:api"])
    }

    @Test func whoWantsNoEndsIsToldNone() {
        var world = world([AlertRule(channel: "quiet", sendsResolved: false)])
        world.fail("b0", "a0", "a1", "b1")
        world.pass(to: 100)
        world.recover("a0", "a1", "b0", "b1")
        world.pass(to: 400)
        #expect(!world.told("quiet").isEmpty)
        #expect(world.told(.resolved, on: "quiet").isEmpty)
    }

    /// A rule that is gone does not make its incident over.
    @Test func aChannelThatIsNamedNoMoreIsToldWithTheEndOfTheWhole() {
        var world = world()
        world.fail("b0", "a0", "a1", "b1")
        world.pass(to: 100)
        for number in world.endpoints.indices { world.endpoints[number].alerts.removeAll { $0.channel == "a" } }
        world.reload()
        world.pass(to: 200)
        #expect(world.told(.resolved, on: "a").isEmpty)
        world.recover("a0", "a1", "b0", "b1")
        world.pass(to: 400)
        #expect(world.told(.resolved, on: "a").flatMap(\.names).contains("host:api"))
    }

    /// Not before the openings, which go out in an instant.
    @Test(arguments: [["a0", "a1", "a2"], ["a0", "a1", "a2", "b0"]])
    func theEndFollowsItsOpenings(_ over: [String]) {
        var world = world()
        world.endpoints.append(Scenario.endpoint("another", [AlertRule(channel: "a")]))
        world.reload()
        world.fail("another", "b0", "a0", "a1", "a2")
        world.pass(to: 9.5)
        for name in over { world.recover(name) }
        world.pass(to: 100)
        #expect(world.told("a") == ["0 opened another", "10 opened a0 a1 a2", "10 resolved host:api"])
    }

    /// Who was told of a member before it was one, and of no other, hears of it by its own name.
    @Test(arguments: [false, true])
    func whoKnowsOneMemberByItsNameHearsMoreByThat(_ restarts: Bool) {
        var world = world()
        world.fail("b0", severity: .high, kind: .anomaly)
        world.fail("a0", "a1", severity: .high, kind: .anomaly)
        world.pass(to: 100)
        if restarts { world.restart() }
        world.rise("b0", to: .critical)
        world.pass(to: 1000)
        world.recover("b0")
        world.pass(to: 1100)
        #expect(world.told("b") == ["0 opened b0", "100 raised b0", "700 reminder b0", "1000 resolved b0"])
    }
}
