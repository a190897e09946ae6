import SondeCore
import Testing

@testable import SondeIncidents

/// Reminders, escalation, acknowledgement and the digest.
@Suite struct EscalationTests {
    private func one(_ rules: AlertRule...) -> Scenario { Scenario([Scenario.endpoint("a", rules)]) }
    private static let reminding = AlertRule(channel: "mail", reminderInterval: .seconds(600))
    private static let next = AlertRule(channel: "boss", delay: .seconds(900))

    // MARK: Reminders

    @Test func itIsRemindedOfWhileItIsOpen() {
        var world = one(Self.reminding)
        world.fail("a")
        world.pass(to: 1500)
        world.recover("a")
        world.pass(to: 5000)
        #expect(world.told() == ["0 opened a", "600 reminder a", "1200 reminder a", "1500 resolved a"])
        #expect(world.policy.nextDeadline == nil)
    }

    @Test func ofManyItIsRemindedOnce() {
        let endpoints = (0..<4).map { Scenario.endpoint("e\($0)", host: "api", [Self.reminding, Self.next]) }
        var world = Scenario(endpoints, Scenario.settings(grouping: .init(share: 1)))
        world.fail("e0", "e1", "e2", "e3")
        world.pass(to: 1300)
        #expect(
            world.told() == ["0 opened e0", "10 opened e1 e2 e3", "610 reminder host:api", "1210 reminder host:api"])
        #expect(world.told("boss") == ["900 escalated host:api"])
        world.recover("e0", "e1", "e2", "e3")
        world.pass(to: 3000)
        #expect(world.told("boss") == ["900 escalated host:api", "1300 resolved host:api"])
    }

    @Test func noReminderOutsideOfTheHours() {
        let hours = WeeklyHours(days: [0], start: 0, end: 15)
        var world = one(AlertRule(channel: "mail", reminderInterval: .seconds(600), hours: hours))
        world.fail("a")
        world.pass(to: 3600)
        #expect(world.told() == ["0 opened a", "600 reminder a"])
    }

    // MARK: Escalation

    @Test func theNextAreToldWhenNobodyActs() {
        var world = one(AlertRule(channel: "mail"), Self.next)
        world.fail("a")
        world.pass(to: 1000)
        world.recover("a")
        world.pass(to: 1100)
        #expect(world.told("boss") == ["900 escalated a", "1000 resolved a"])
        #expect(world.steps("a").contains(.escalated))
    }

    @Test func theStepsAreCountedFromTheSameMoment() {
        var world = one(AlertRule(channel: "lead", delay: .seconds(600)), Self.next)
        world.fail("a")
        world.pass(to: 2000)
        #expect(world.told("lead") == ["600 escalated a"])
        #expect(world.told("boss") == ["900 escalated a"])
    }

    @Test func whoIsToldAlreadyIsNoNextStep() {
        var world = one(AlertRule(channel: "mail"), AlertRule(channel: "mail", delay: .seconds(900)))
        world.fail("a")
        world.pass(to: 2000)
        #expect(world.told() == ["0 opened a"])
    }

    @Test func itIsCountedFromWhenTheOthersWereTold() {
        var world = Scenario(
            ["z", "a"].map { Scenario.endpoint($0, [AlertRule(channel: "mail"), Self.next]) }, Scenario.settings())
        world.fail("z", "a")
        world.pass(to: 2000)
        #expect(world.told() == ["0 opened z", "10 opened a"])
        #expect(world.told("boss") == ["900 escalated z", "920 escalated a"])
    }

    /// While the cooldown holds nobody was told, and nobody could act.
    @Test(arguments: [false, true])
    func nothingIsEscalatedThatNobodyWasToldOf(_ isOneOfMany: Bool) {
        let rules = [AlertRule(channel: "mail"), AlertRule(channel: "boss", delay: .seconds(300))]
        let names = isOneOfMany ? ["a", "b", "c"] : ["a"]
        var world = Scenario(
            names.map { Scenario.endpoint($0, host: "api", rules) },
            Scenario.settings(cooldown: 600, grouping: .init(share: 1)))
        for name in names { world.fail(name) }
        world.pass(to: 20)
        for name in names { world.recover(name) }
        world.pass(to: 30)
        for name in names { world.fail(name) }
        world.pass(to: 2000)
        #expect(world.told(.opened).filter { $0.at > 30 }.map(\.at).min() == 600)
        #expect(world.told(.escalated, on: "boss").map(\.at).min() == 900)
        #expect(world.told(.escalated, on: "boss").flatMap(\.names).count == 1)
    }

    // MARK: Acknowledgement

    @Test func anAcknowledgedOneIsLeftInPeace() throws {
        var world = one(Self.reminding, Self.next)
        world.fail("a")
        world.pass(to: 700)
        let id = try #require(world.open("a")?.id)
        world.take(world.policy.acknowledge(id, by: "Ada", at: world.now))
        #expect(world.incident("a")?.acknowledgement?.by == "Ada")
        world.pass(to: 5000)
        world.recover("a")
        world.pass(to: 5100)
        #expect(world.told() == ["0 opened a", "600 reminder a", "5000 resolved a"])
        #expect(world.told("boss").isEmpty)
    }

    @Test func takenBackItIsRemindedOfAgain() throws {
        var world = one(Self.reminding, Self.next)
        world.fail("a")
        let id = try #require(world.open("a")?.id)
        world.pass(to: 10)
        world.take(world.policy.acknowledge(id, by: "Ada", at: world.now))
        world.pass(to: 1000)
        world.take(world.policy.unacknowledge(id, by: "Ada", at: world.now))
        world.pass(to: 1950)
        #expect(world.told() == ["0 opened a", "1000 reminder a", "1600 reminder a"])
        #expect(world.told("boss") == ["1900 escalated a"])
        #expect(world.steps("a").filter { $0 == .acknowledged || $0 == .unacknowledged }.count == 2)
    }

    @Test func aRiseIsToldAllTheSame() throws {
        var world = one(AlertRule(channel: "mail"))
        world.fail("a", severity: .high, kind: .anomaly)
        world.pass(to: 10)
        let id = try #require(world.open("a")?.id)
        world.take(world.policy.acknowledge(id, by: "", at: world.now))
        world.rise("a", to: .critical)
        world.pass(to: 100)
        #expect(world.told() == ["0 opened a", "10 raised a"])
    }

    @Test func aGroupIsAcknowledgedWithItsMembers() throws {
        let endpoints = (0..<4).map { Scenario.endpoint("e\($0)", host: "api", [Self.reminding]) }
        var world = Scenario(endpoints, Scenario.settings(grouping: .init(share: 1)))
        world.fail("e0", "e1", "e2")
        let group = try #require(world.incident("host:api"))
        world.pass(to: 100)
        world.take(world.policy.acknowledge(group.id, by: "Ada", at: world.now))
        #expect(["e0", "e1", "e2", "host:api"].allSatisfy { world.incident($0)?.acknowledgement != nil })
        world.fail("e3")
        world.pass(to: 2000)
        #expect(world.incident("e3")?.acknowledgement == nil)
        #expect(world.told() == ["0 opened e0", "10 opened e1 e2", "100 opened e3"])
    }

    @Test func whatIsNotOpenIsNotAcknowledged() {
        var world = one(Self.reminding)
        let acknowledged = world.policy.acknowledge("nothing", by: "Ada", at: world.now)
        let takenBack = world.policy.unacknowledge("nothing", by: "Ada", at: world.now)
        #expect(acknowledged == nil && takenBack == nil)
    }

    // MARK: Digest

    private static let paging = AlertRule(channel: "mail", severity: .critical)

    @Test func whatIsBelowTheSeverityIsGathered() {
        var world = Scenario((0..<3).map { Scenario.endpoint("e\($0)", [Self.paging]) })
        world.pass(to: 20)
        world.fail("e0", severity: .high, kind: .anomaly)
        world.pass(to: 250)
        world.fail("e1", severity: .medium, kind: .anomaly)
        world.recover("e1")
        world.pass(to: 310)
        world.fail("e2", severity: .high, kind: .anomaly)
        world.pass(to: 400)
        world.recover("e0", "e2")
        world.pass(to: 1000)
        // Noon is a multiple of the interval.
        #expect(world.told() == ["300 digest e0 e1", "600 digest e2"])
    }

    @Test func whatWasPagedMeanwhileIsNotInTheDigest() {
        var world = one(Self.paging)
        world.pass(to: 20)
        world.fail("a", severity: .high, kind: .anomaly)
        world.pass(to: 100)
        world.rise("a", to: .critical)
        world.pass(to: 1000)
        #expect(world.told() == ["100 opened a"])
    }

    @Test func whatSomebodyIsAtIsNotInTheDigest() throws {
        var world = one(Self.paging)
        world.pass(to: 20)
        world.fail("a", severity: .high, kind: .anomaly)
        let id = try #require(world.open("a")?.id)
        world.take(world.policy.acknowledge(id, by: "Ada", at: world.now))
        world.pass(to: 1000)
        #expect(world.messages.isEmpty)
    }

    @Test func noDigestForWhoWantsNone() {
        var world = one(AlertRule(channel: "mail", severity: .critical, sendsDigest: false))
        world.fail("a", severity: .high, kind: .anomaly)
        world.pass(to: 1000)
        #expect(world.messages.isEmpty)
    }
}
