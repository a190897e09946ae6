import SondeCore
import Testing

@testable import SondeIncidents

/// What an incident of many endpoints costs does not grow with what each of them says for itself.
@Suite struct GroupWorkTests {
    /// - Parameter rules: Of each endpoint.
    private func storm(_ count: Int, _ rules: (Int) -> [AlertRule]) -> Scenario {
        var world = Scenario(
            (0..<count).map { Scenario.endpoint("e\($0)", host: "api", rules($0)) },
            Scenario.settings(grouping: .init(share: 1)))
        for number in 0..<count { world.fail("e\(number)") }
        return world
    }

    private func crowd(_ world: Scenario) throws -> Crowd {
        let stories = world.policy.stories.values.compactMap(\.crowd)
        return try #require(stories.first)
    }

    @Test func rulesThatSayTheSameAreOne() throws {
        let world = storm(500) { number in
            [
                AlertRule(channel: "mail", failureThreshold: number % 3, description: "runbook \(number)"),
                AlertRule(channel: "boss", delay: .seconds(900), description: "runbook \(number)"),
            ]
        }
        let crowd = try crowd(world)
        #expect(crowd.open.count == 500)
        #expect(crowd.routes.count == 2)
        #expect(crowd.routes.audibleRules.map(\.channel) == ["mail", "boss"])
    }

    /// What is said beside it is said of the whole where all say the same.
    @Test(arguments: [true, false])
    func whatIsSaidBesideItIsCommonToAll(_ isCommon: Bool) {
        var world = storm(4) { number in
            [AlertRule(channel: "mail", reminderInterval: .seconds(600), description: isCommon ? "the" : "a \(number)")]
        }
        world.pass(to: 1000)
        let reminders = world.notices.values.filter { $0.event == .reminder }
        #expect(reminders.map(\.description) == [isCommon ? "the" : nil])
    }

    @Test func aStepLooksAtAnIncidentOfManyOnce() throws {
        var world = storm(300) { _ in [AlertRule(channel: "mail")] }
        var looks: [Int] = []
        _ = world.policy.step(at: world.now) { policy, ledger in
            policy.reviewAll(&ledger)
            looks.append(ledger.takeDirtyGroups().count)
            looks.append(ledger.takeDirtyGroups().count)
        }
        #expect(looks == [1, 0])
    }
}
