import SondeCore
import Testing

@testable import SondeIncidents

/// A thousand endpoints that fail within one minute: few messages, and every name in them.
@Suite struct StormTests {
    enum Shape: String, CaseIterable, CustomTestStringConvertible {
        case oneHost, oneGroup, allDifferent, tenHosts, manySmallHosts

        var testDescription: String { rawValue }

        func endpoint(_ number: Int, _ rules: [AlertRule]) -> Endpoint {
            let name = "e\(number)"
            return switch self {
            case .oneHost: Scenario.endpoint(name, host: "api.example.com", rules)
            case .oneGroup: Scenario.endpoint(name, group: "core", rules)
            case .allDifferent: Scenario.endpoint(name, group: "g\(number)", rules)
            case .tenHosts: Scenario.endpoint(name, host: "h\(number % 10)", rules)
            case .manySmallHosts: Scenario.endpoint(name, group: "g\(number % 7)", host: "h\(number % 300)", rules)
            }
        }
    }

    private static let channels = ["mail", "chat", "pager"]

    /// - Parameters:
    ///   - spread: Seconds from the first to the last.
    ///   - share: Above 1 for no incident of all.
    private func storm(_ shape: Shape, spread: Double, share: Double = 0.25) -> Scenario {
        let rules = Self.channels.map { AlertRule(channel: $0, reminderInterval: .seconds(1800)) }
        var world = Scenario(
            (0..<1000).map { shape.endpoint($0, rules) },
            Scenario.settings(cooldown: 600, grouping: .init(share: share)))
        for number in 0..<1000 {
            world.pass(to: spread * Double(number) / 999)
            world.fail("e\(number * 7 % 1000)")
        }
        return world
    }

    @Test(arguments: Shape.allCases, [0.0, 10, 60, 75])
    func atMostThreeMessagesWithAllNames(_ shape: Shape, _ spread: Double) {
        var world = storm(shape, spread: spread)
        world.pass(to: 600)
        for channel in Self.channels {
            let opened = world.told(.opened, on: channel)
            #expect(opened.count <= 3, "\(channel)")
            #expect(Set(opened.flatMap(\.names)).count == 1000, "\(channel)")
            #expect(opened.reduce(0) { $0 + $1.names.count } == 1000, "\(channel): none twice")
        }
    }

    @Test(arguments: Shape.allCases)
    func theEndIsFewMessagesToo(_ shape: Shape) {
        var world = storm(shape, spread: 60)
        world.pass(to: 600)
        for number in 0..<1000 {
            world.pass(to: 600 + 75 * Double(number) / 999)
            world.recover("e\(number)")
        }
        world.pass(to: 1200)
        #expect(world.policy.openIncidents.isEmpty)
        for channel in Self.channels { #expect(world.told(.resolved, on: channel).count <= 3, "\(channel)") }
    }

    /// A channel that cannot combine is told one incident of all.
    @Test func aPagerIsToldOneIncident() {
        var world = storm(.allDifferent, spread: 60)
        world.pass(to: 600)
        let groups = world.told(.opened, on: "pager").dropFirst().map(\.group)
        #expect(Set(groups) == ["fleet"])
    }

    /// Even where nothing makes them one.
    @Test func withoutAnythingInCommonACombiningChannelIsToldTogether() {
        var world = storm(.allDifferent, spread: 75, share: 1.1)
        world.pass(to: 600)
        #expect(world.groupsOpened.isEmpty)
        #expect(world.told(.opened, on: "mail").count <= 3)
    }

    @Test func remindersAreToldTogether() {
        var world = storm(.allDifferent, spread: 60, share: 1.1)
        world.pass(to: 3500)
        #expect((1...3).contains(world.told(.reminder, on: "mail").count))
        #expect(Set(world.told(.reminder, on: "mail").flatMap(\.names)).count == 1000)
    }

    @Test func tenThousandIncidentsOfAMinute() {
        let rules = [AlertRule(channel: "mail"), AlertRule(channel: "chat", delay: .seconds(900))]
        let endpoints = (0..<10_000).map { Shape.manySmallHosts.endpoint($0, rules) }
        var policy = AlertPolicy(
            Scenario.settings(cooldown: 600, grouping: .init(share: 1)), endpoints: endpoints, at: Scenario.beginning)
        var told = 0
        for number in 0..<10_000 {
            let now = Scenario.time(60 * Double(number) / 10_000)
            let name = "e\(number)"
            let incident = Incident(
                id: Incident.identifier(of: name, openedAt: now), endpoint: name, kind: .failure, severity: .critical,
                openedAt: now, reason: "3 probes in a row failed: Connection refused.")
            let result = ProbeResult(endpoint: name, timestamp: now)
            let changes = policy.take([.opened(incident)], of: result, failuresInARow: 3, at: now)
            told += changes.notices.count { $0.event == .opened }
        }
        #expect(told >= 10_000)
        #expect(policy.openIncidents.count { $0.scope == .endpoint } == 10_000)
    }
}
