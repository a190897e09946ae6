import SondeCore
import Testing

@testable import SondeIncidents

/// One letter a probe: `.` good, `x` failed, `!` while the detector tells a fault, `?` failed meanwhile, `~` marked.
private struct Story {
    var machine = IncidentStateMachine(endpoint: "orders")
    var time = Timestamp(microseconds: 1_767_571_200_000_000)

    /// What happened, with the number of the probe (from 1) at which it did.
    mutating func play(_ letters: String) -> [String] {
        var events: [String] = []
        for (index, letter) in letters.enumerated() {
            time = time.advanced(by: .seconds(15))
            for action in apply(letter) {
                switch action {
                case .opened(let incident): events.append("\(index + 1) opened \(incident.kind) \(incident.severity)")
                case .raised(let incident): events.append("\(index + 1) raised \(incident.severity)")
                case .closed: events.append("\(index + 1) closed")
                }
            }
        }
        return events
    }

    static let fault = Fault(
        kind: .slow, severity: .high, began: Timestamp(microseconds: 1_767_571_200_000_000),
        reasons: ["response time 900 ms, 4.1 times its usual", "time to first byte grew most, by 600 ms"])

    mutating func apply(_ letter: Character) -> [IncidentAction] {
        var result = ProbeResult(endpoint: "orders", timestamp: time, responseTime: .milliseconds(10), statusCode: 200)
        var verdict = Verdict(score: 0.1)
        switch letter {
        case "x":
            result.responseTime = nil
            result.failure = ProbeFailure(.refused, "Connection refused by 127.0.0.1:1.")
            verdict = Verdict(severity: .critical)
        case "!": verdict = Verdict(score: -0.15, severity: .high, fault: Self.fault)
        case "?":
            result.responseTime = nil
            result.failure = ProbeFailure(.refused, "Connection refused by 127.0.0.1:1.")
            verdict = Verdict(severity: .critical, fault: Self.fault)
        case "~": verdict = Verdict(score: -0.25, severity: .critical)
        default: break
        }
        return machine.apply(result, verdict)
    }
}

@Suite struct IncidentStateMachineTests {
    @Test(arguments: [
        ("all is well", "..........", []),
        ("two failures are not enough", "..xx..xx..", []),
        ("three in a row open", "..xxx", ["5 opened failure critical"]),
        ("five good ones close", "xxx.....", ["3 opened failure critical", "8 closed"]),
        ("four good ones do not", "xxx....x....", ["3 opened failure critical"]),
        ("one incident a fault", "xxxxxxxxxx", ["3 opened failure critical"]),
        ("a fault opens at once", "..!", ["3 opened anomaly high"]),
        ("a fault is told once", "!!!!!!!!", ["1 opened anomaly high"]),
        ("it closes after five probes without it", "!!!.....", ["1 opened anomaly high", "8 closed"]),
        ("a mark opens nothing", "~~~~~~~~~~", []),
        ("a mark does not keep it open", "!~~~~~", ["1 opened anomaly high", "6 closed"]),
        ("every second one failing opens nothing by itself", "x.x.x.x.x.x.x.", []),
        ("severity rises and does not fall", "!!???!!", ["1 opened anomaly high", "5 raised critical"]),
        ("a failure counts against closing", "!....x.....", ["1 opened anomaly high", "11 closed"]),
        ("it opens again", "xxx.....xxx", ["3 opened failure critical", "8 closed", "11 opened failure critical"]),
    ])
    func follows(_ name: String, _ letters: String, _ events: [String]) {
        var story = Story()
        #expect(story.play(letters) == events, "\(name)")
    }

    @Test func theReasonNamesTheCause() throws {
        var story = Story()
        _ = story.play("xx")
        let action = try #require(story.apply("x").first)
        #expect(action.incident.reason == "3 probes in a row failed: Connection refused by 127.0.0.1:1.")
    }

    @Test func theReasonIsTheFaults() throws {
        var story = Story()
        let action = try #require(story.apply("!").first)
        #expect(
            action.incident.reason
                == "response time 900 ms, 4.1 times its usual; time to first byte grew most, by 600 ms")
    }

    @Test func failingMoreThanUsualIsAFailure() throws {
        var machine = IncidentStateMachine(endpoint: "orders")
        var fault = Story.fault
        fault.kind = .failures
        fault.severity = .critical
        let result = ProbeResult(endpoint: "orders", timestamp: fault.began, responseTime: .milliseconds(10))
        let action = try #require(machine.apply(result, Verdict(fault: fault)).first)
        #expect(action.incident.kind == .failure)
        #expect(action.incident.severity == .critical)
    }

    /// Cutting the story anywhere and going on from the stored state must not change what happens.
    @Test(arguments: 1..<24)
    func survivesARestart(after cut: Int) {
        let letters = "..xx.xxx....x.....!!.!!!"
        var whole = Story()
        let expected = whole.play(letters)
        var first = Story()
        let before = first.play(String(letters.prefix(cut)))
        var second = Story(
            machine: IncidentStateMachine(
                endpoint: "orders", state: first.machine.state, open: first.machine.openIncident), time: first.time)
        let after = second.play(String(letters.dropFirst(cut)))
        let shifted = after.map { event in
            let words = event.split(separator: " ", maxSplits: 1)
            return "\((Int(words[0]) ?? 0) + cut) \(words[1])"
        }
        #expect(before + shifted == expected)
    }

    @Test func anUnknownOpenIncidentIsForgotten() {
        let state = IncidentState(openIncident: "lost")
        let machine = IncidentStateMachine(endpoint: "orders", state: state, open: nil)
        #expect(machine.openIncident == nil)
        #expect(machine.state.openIncident == nil)
    }

    @Test func aMachineAtRestHasNothingToStore() {
        var story = Story()
        _ = story.play("x..!........")
        // The opening is remembered for as long as it may be one of a row.
        #expect(!story.machine.state.isAtRest)
        story.time = story.time.advanced(by: .seconds(3600))
        _ = story.play(".")
        #expect(story.machine.state.isAtRest)
    }
}
