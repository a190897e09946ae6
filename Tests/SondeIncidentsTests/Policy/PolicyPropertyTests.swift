import SondeCore
import Testing

@testable import SondeIncidents

/// What must hold whatever happens.
@Suite struct PolicyPropertyTests {
    /// SplitMix64, so that a failure can be repeated.
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private static let channels = ["mail", "pager", "boss", "team0", "team1"]

    private func world(_ random: inout Seeded) -> Scenario {
        let endpoints = (0..<24).map { number in
            let rules = [
                AlertRule(channel: "mail", reminderInterval: .seconds(300)),
                AlertRule(channel: "pager", severity: .critical, failureThreshold: number % 3 == 0 ? 5 : nil),
                AlertRule(channel: "boss", delay: .seconds(200)),
                AlertRule(channel: "team\(number % 2)", reminderInterval: .seconds(200)),
            ]
            return Scenario.endpoint(
                "e\(number)", group: "g\(number % 3)", host: "h\(number % 7)",
                dependsOn: number % 5 == 4 ? ["e\(number - 1)"] : [], rules)
        }
        return Scenario(
            endpoints,
            Scenario.settings(
                cooldown: Int.random(in: 0...1, using: &random) * 300,
                grouping: .init(
                    isEnabled: random.next() % 4 != 0, share: [0.25, 0.5, 1.1].randomElement(using: &random) ?? 1),
                references: random.next() % 2 == 0 ? ["192.0.2.1:443"] : [], combining: ["mail", "team0"]))
    }

    private func play(_ seed: UInt64) -> Scenario {
        var random = Seeded(state: seed)
        var world = world(&random)
        world.take(world.policy.referencesAnswered(true, at: world.now))
        for _ in 0..<250 {
            world.pass(to: world.seconds + [0, 0.5, 3, 10, 40, 200].randomElement(using: &random).unsafelyUnwrapped)
            act(&world, &random)
        }
        // Everything comes to rest.
        for endpoint in world.endpoints { world.probe(endpoint.name, failures: 0) }
        for endpoint in world.endpoints { world.recover(endpoint.name) }
        for silence in world.policy.silences(at: world.now) {
            world.take(world.policy.endSilence(silence.id, by: "", at: world.now))
        }
        world.pass(to: world.seconds + 2000)
        return world
    }

    private func act(_ world: inout Scenario, _ random: inout Seeded) {
        let name = "e\(random.next() % 24)"
        switch random.next() % 20 {
        case 0..<8:
            if world.open(name) == nil {
                let isFailure = random.next() % 4 != 0
                world.fail(name, isFailure ? .critical : .high, isFailure ? .failure : .anomaly, 3)
            }
        case 8..<13: world.recover(name)
        case 13: world.rise(name, to: .critical)
        case 14: world.probe(name, failures: world.open(name) == nil ? Int(random.next() % 2) : 6)
        case 15: world.restart()
        case 16:
            let open = world.policy.openIncidents.randomElement(using: &random)
            world.take(open.flatMap { world.policy.acknowledge($0.id, by: "", at: world.now) })
        case 17:
            let silence = Silence(
                id: "s\(random.next() % 3)", purpose: .silence, matcher: EndpointMatcher(names: ["e1*"]),
                schedule: .once(from: world.now, until: world.now.advanced(by: .seconds(120))), createdAt: world.now)
            world.take(world.policy.add(silence, at: world.now))
        case 18: world.reload()
        default:
            if world.checks > 0 { world.take(world.policy.referencesAnswered(random.next() % 2 == 0, at: world.now)) }
        }
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func holds(seed: UInt64) {
        let world = play(seed)
        #expect(world.policy.openIncidents.isEmpty)
        // References that have never answered are tried for as long as Sonde runs.
        var policy = world.policy
        _ = policy.referencesAnswered(true, at: world.now)
        #expect(policy.nextDeadline == nil)
        #expect(world.incidents.values.allSatisfy { !$0.isOpen })
        for channel in Self.channels { check(channel, world) }
    }

    private func check(_ channel: String, _ world: Scenario) {
        let sent = world.notices.values.filter { $0.channel == channel && $0.state == .sent }
        let openings = sent.filter { $0.event == .opened || $0.event == .escalated }
        let ends = sent.filter { $0.event == .resolved }
        // Each incident is told once, and its end once.
        #expect(Dictionary(grouping: openings, by: \.incident.id).values.allSatisfy { $0.count == 1 })
        let endsOfOne = ends.filter { $0.incident.scope == .endpoint }
        #expect(Dictionary(grouping: endsOfOne, by: \.incident.id).values.allSatisfy { $0.count == 1 })
        for end in ends where end.incident.scope != .endpoint {
            let told = openings.filter { $0.incident.parent == end.incident.id || $0.incident.id == end.incident.id }
            #expect(
                channel == "mail" || channel == "team0" || end.incident.scope == .network
                    || ends.count { $0.incident.id == end.incident.id } <= told.count,
                "\(channel) was told of the end of \(end.incident.endpoint) more often than of it")
        }
        // By which name the channel knows of it.
        let known = Set(openings.flatMap { [$0.incident.parent, $0.incident.id].compactMap(\.self) })
        for end in ends where end.incident.scope == .endpoint || channel == "pager" || channel == "team1" {
            #expect(known.contains(end.incident.id), "\(channel) was told of the end of \(end.incident.endpoint) alone")
        }
        // What the other side knows it by: that of an opening, and not before what is told under it is over.
        let threads = Set(openings.map { $0.incident.parent ?? $0.incident.id })
        for end in ends where channel == "pager" || channel == "team1" {
            let thread = end.incident.parent ?? end.incident.id
            #expect(threads.contains(thread), "\(channel) was told of the end of \(thread), which it does not know")
            let closedAt = world.incidents[thread]?.closedAt
            #expect(
                closedAt.map { $0 <= end.createdAt } ?? false || isOver(thread, for: channel, at: end.createdAt, world),
                "\(thread) was told to be over before it was")
        }
        let resolves = { (opening: Notice, id: String) in
            ends.contains { $0.incident.id == id && $0.createdAt >= opening.createdAt }
        }
        for opening in openings {
            guard let parent = opening.incident.parent, opening.event == .opened else {
                #expect(
                    resolves(opening, opening.incident.id), "\(opening.incident.endpoint) never ended on \(channel)")
                continue
            }
            let wider = world.incidents[opening.incident.id]?.parent
            #expect(
                resolves(opening, parent) || channel != "pager" && wider.map { resolves(opening, $0) } ?? false,
                "\(opening.incident.endpoint) never ended on \(channel) as part of \(parent)")
        }
        let told = world.told(.opened, on: channel).map(\.at)
        if channel == "mail" {
            for first in told {
                #expect(
                    told.count { first <= $0 && $0 <= first + 75 } <= 3,
                    "\(told.filter { first <= $0 && $0 <= first + 75 })")
            }
        }
    }

    /// Whether all members that are routed to a channel were over at a time, as far as they were members by then.
    private func isOver(_ group: String, for channel: String, at time: Timestamp, _ world: Scenario) -> Bool {
        let joined = Set(world.timeline.filter { $0.kind == .joined && $0.at < time }.map(\.incident))
        let routed = Set(
            world.endpoints.filter { endpoint in
                endpoint.alerts.contains { $0.channel == channel && $0.severity == .medium }
            }.map(\.name))
        return world.incidents.values.allSatisfy { incident in
            incident.parent != group || !joined.contains(incident.id) || !routed.contains(incident.endpoint)
                || incident.closedAt.map { $0 <= time } ?? false
        }
    }
}
