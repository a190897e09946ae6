import SondeCore
import Testing

@testable import SondeIncidents

/// A letter a probe, a minute each: `.` good, `x` failed.
private struct Probes {
    var machine: IncidentStateMachine
    var time = Timestamp(microseconds: 1_767_571_200_000_000)

    init(_ rules: IncidentRules) {
        machine = IncidentStateMachine(endpoint: "orders", rules: rules)
    }

    mutating func play(_ letters: String) -> [String] {
        var events: [String] = []
        for (index, letter) in letters.enumerated() {
            time = time.advanced(by: .seconds(60))
            var result = ProbeResult(endpoint: "orders", timestamp: time, statusCode: 200)
            if letter == "x" { result.failure = ProbeFailure(.refused, "Connection refused.") }
            for action in machine.apply(result, Verdict()) {
                switch action {
                case .opened(let incident):
                    events.append("\(index + 1) opened" + (incident.isFlapping ? " flapping" : ""))
                case .raised: events.append("\(index + 1) raised")
                case .closed: events.append("\(index + 1) closed")
                }
            }
        }
        return events
    }

    /// As a process that ends and another one that begins.
    mutating func restart() {
        machine = IncidentStateMachine(
            endpoint: "orders", state: machine.state, open: machine.openIncident, rules: machine.rules)
    }
}

@Suite struct IncidentRulesTests {
    private static let condition = IncidentRules(
        failureThreshold: 4, condition: .init(failures: 3, total: 5), successThreshold: 2, flapping: nil)

    @Test(arguments: [
        ("three of five", "x.x.x", ["5 opened"]),
        ("three of six are not three of five", "x.x..x....", []),
        ("those in a row count too", "xxx", ["3 opened"]),
        ("the window begins anew with each incident", "x.x.x..x.x..", ["5 opened", "7 closed"]),
        ("and opens again", "x.x.x..x.x.x", ["5 opened", "7 closed", "12 opened"]),
        ("a good probe opens nothing", "xx........", []),
    ])
    func aConditionOpens(_ name: String, _ letters: String, _ events: [String]) {
        var probes = Probes(Self.condition)
        #expect(probes.play(letters) == events, "\(name)")
    }

    @Test(arguments: 1..<12)
    func aConditionSurvivesARestart(after cut: Int) {
        let letters = "x.x.x..x.x.x"
        var whole = Probes(Self.condition)
        var cutOff = Probes(Self.condition)
        let before = cutOff.play(String(letters.prefix(cut)))
        cutOff.restart()
        let after = cutOff.play(String(letters.dropFirst(cut)))
        #expect(before.count + after.count == whole.play(letters).count)
        #expect(cutOff.machine.state == whole.machine.state)
    }

    @Test func theReasonNamesTheCondition() {
        var probes = Probes(Self.condition)
        _ = probes.play("x.x.x")
        #expect(probes.machine.openIncident?.reason == "3 of the last 5 probes failed: Connection refused.")
    }

    @Test func aStateWithoutFailuresLeftIsAtRest() {
        var probes = Probes(Self.condition)
        _ = probes.play("x....")
        #expect(!probes.machine.state.isAtRest)
        _ = probes.play(".")
        #expect(probes.machine.state.isAtRest)
    }

    /// What was called no fault as three of five is none the next time.
    @Test func anExcusedConditionOpensNothing() throws {
        var probes = Probes(Self.condition)
        _ = probes.play("x.x.x..")
        var excused = Probes(Self.condition)
        excused.machine.update(
            excused: [FaultPattern(kind: .failures, share: 0.15, extreme: 1)], interval: .seconds(60))
        #expect(excused.play("x.x.x..").isEmpty)
        #expect(excused.play("xx") == ["2 opened"])
    }

    @Test(arguments: [(1, 2), (3, 4)])
    func theSuccessThresholdCloses(_ threshold: Int, _ probe: Int) {
        var probes = Probes(IncidentRules(failureThreshold: 1, successThreshold: threshold, flapping: nil))
        #expect(probes.play("x....") == ["1 opened", "\(probe) closed"])
    }

    @Test func changedRulesHoldAtOnce() {
        var probes = Probes(IncidentRules(failureThreshold: 5, successThreshold: 5))
        #expect(probes.play("xx").isEmpty)
        probes.machine.update(IncidentRules(failureThreshold: 3, successThreshold: 1))
        #expect(probes.play("x.") == ["1 opened", "2 closed"])
    }

    @Test func aShorterConditionForgets() {
        var probes = Probes(Self.condition)
        _ = probes.play("xx...")
        probes.machine.update(IncidentRules(condition: nil, flapping: nil))
        #expect(probes.machine.state.isAtRest)
    }

    // MARK: Flapping

    private static let flapping = IncidentRules(
        failureThreshold: 1, successThreshold: 1,
        flapping: .init(incidents: 3, window: .seconds(3600), calm: .seconds(600)))

    @Test func theThirdOfARowIsFlappingAndOverAfterACalm() {
        var probes = Probes(Self.flapping)
        let letters = "x.x.x" + String(repeating: ".", count: 12)
        #expect(
            probes.play(letters) == ["1 opened", "2 closed", "3 opened", "4 closed", "5 opened flapping", "16 closed"])
    }

    @Test func aFailureBeginsTheCalmAnew() {
        var probes = Probes(Self.flapping)
        _ = probes.play("x.x.x")
        #expect(probes.play(".........x...........") == ["21 closed"])
    }

    @Test func incidentsFarApartAreNotFlapping() {
        var probes = Probes(Self.flapping)
        let quiet = String(repeating: ".", count: 31)
        #expect(probes.play("x" + quiet + "x" + quiet + "x").allSatisfy { !$0.contains("flapping") })
    }

    @Test func openingsAreForgotten() {
        var probes = Probes(Self.flapping)
        _ = probes.play("x." + String(repeating: ".", count: 59))
        #expect(!probes.machine.state.isAtRest)
        _ = probes.play(".")
        #expect(probes.machine.state.isAtRest)
    }

    @Test(arguments: 1...5)
    func flappingSurvivesARestart(after cut: Int) {
        var probes = Probes(Self.flapping)
        _ = probes.play(String("x.x.x".prefix(cut)))
        probes.restart()
        let rest = probes.play(String("x.x.x".dropFirst(cut)) + String(repeating: ".", count: 11))
        #expect(rest.last == "\(5 - cut + 11) closed")
        #expect(probes.machine.state.openings.count == 2)
    }

    // MARK: What the policy decided

    @Test func laterActionsCarryWhatThePolicyDecided() throws {
        var probes = Probes(Self.condition)
        _ = probes.play("xxx")
        var incident = try #require(probes.machine.openIncident)
        incident.parent = "group"
        incident.quiet = .silenced
        incident.acknowledgement = .init(at: probes.time, by: "Ada")
        incident.reason = "not taken over"
        probes.machine.annotate(incident)
        let open = try #require(probes.machine.openIncident)
        #expect(open.parent == "group")
        #expect(open.quiet == .silenced)
        #expect(open.acknowledgement?.by == "Ada")
        #expect(open.reason != "not taken over")
        incident.id = "another"
        incident.parent = "elsewhere"
        probes.machine.annotate(incident)
        #expect(probes.machine.openIncident?.parent == "group")
    }
}
