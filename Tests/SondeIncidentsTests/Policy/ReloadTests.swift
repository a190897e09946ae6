import SondeCore
import Testing

@testable import SondeIncidents

@Suite struct ReloadTests {
    @Test func newRulesTellOfWhatIsOpenAndNobodyTwice() {
        var world = Scenario([Scenario.endpoint("a")])
        world.fail("a")
        world.pass(to: 10)
        world.endpoints[0].alerts.append(AlertRule(channel: "chat"))
        world.reload()
        world.reload()
        world.pass(to: 20)
        #expect(world.told("mail") == ["0 opened a"])
        #expect(world.told("chat") == ["10 opened a"])
    }

    @Test func whatWaitsForAChannelThatIsNamedNoMoreIsDropped() {
        var world = Scenario(["a", "b"].map { Scenario.endpoint($0) })
        world.fail("a", "b")
        world.pass(to: 5)
        world.endpoints[1].alerts = []
        world.reload()
        world.pass(to: 100)
        #expect(world.told() == ["0 opened a"])
    }

    @Test func whoWasToldByARuleThatIsGoneIsToldOfTheEnd() {
        var world = Scenario([Scenario.endpoint("a")])
        world.fail("a")
        world.pass(to: 5)
        world.endpoints[0].alerts = []
        world.reload()
        world.recover("a")
        world.pass(to: 100)
        #expect(world.told() == ["0 opened a", "5 resolved a"])
    }

    @Test func anEndpointThatIsGoneEnds() throws {
        var world = Scenario(
            ["a", "b", "c"].map { Scenario.endpoint($0, host: "api") }, Scenario.settings(grouping: .init(share: 1)))
        world.fail("a", "b", "c")
        world.pass(to: 20)
        let gone = world.endpoints.map(\.name).compactMap { world.open($0) }
        world.endpoints = [Scenario.endpoint("d")]
        world.reload()
        for incident in gone { world.take(world.policy.end(incident, at: world.now)) }
        world.pass(to: 100)
        #expect(world.policy.openIncidents.isEmpty)
        #expect(world.told(.resolved).flatMap(\.names).sorted() == ["a", "host:api"])
        #expect(world.timeline.contains { $0.text == "It is watched no longer." })
    }

    @Test func anExcusedIncidentIsOver() throws {
        var world = Scenario([Scenario.endpoint("a")])
        world.fail("a")
        world.pass(to: 5)
        var incident = try #require(world.open("a"))
        (incident.excusedAt, incident.closedAt) = (world.now, world.now)
        world.take(world.policy.end(incident, at: world.now))
        world.pass(to: 100)
        #expect(world.told() == ["0 opened a", "5 resolved a"])
        #expect(world.incident("a")?.excusedAt == Scenario.time(5))
    }

    @Test func silencesOfTheConfigurationAreReplacedAndThoseOfPeopleStay() {
        let matcher = EndpointMatcher(names: ["a"])
        func silence(_ id: String) -> Silence {
            Silence(
                id: id, purpose: .silence, matcher: matcher, schedule: .once(from: Scenario.beginning, until: nil),
                createdAt: Scenario.beginning)
        }
        var world = Scenario([Scenario.endpoint("a")], Scenario.settings(silences: [silence("old")]))
        world.take(world.policy.add(silence("person"), at: world.now))
        world.settings.silences = [silence("new")]
        world.reload()
        #expect(world.policy.silences(at: world.now).map(\.id) == ["new", "person"])
    }

    @Test func changesThatFollowEachOtherAreOne() throws {
        var policy = AlertPolicy(Scenario.settings(), endpoints: [Scenario.endpoint("a")], at: Scenario.beginning)
        let incident = Incident(
            id: "i", endpoint: "a", kind: .failure, severity: .critical, openedAt: Scenario.beginning, reason: "down")
        let result = ProbeResult(endpoint: "a", timestamp: Scenario.beginning)
        var changes = policy.take([.opened(incident)], of: result, failuresInARow: 3, at: Scenario.beginning)
        let later = Scenario.time(5)
        let acknowledged = policy.acknowledge("i", by: "Ada", at: later)
        changes.append(try #require(acknowledged))
        #expect(changes.incidents.count == 1)
        #expect(changes.incidents.first?.acknowledgement?.by == "Ada")
        #expect(changes.timeline.map(\.kind) == [.opened, .acknowledged])
        #expect(changes.notices.count == 1)
    }
}
