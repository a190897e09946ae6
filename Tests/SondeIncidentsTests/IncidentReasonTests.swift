import SondeCore
import Testing

@testable import SondeIncidents

/// What is said of failures that open an incident.
@Suite struct IncidentReasonTests {
    private static let silence = "Nothing was pushed for 2 min 15 s (expected every 1 min)."

    /// The reason of the incident that the last of so many failures opens.
    private func reason(_ failure: ProbeFailure, _ count: Int, _ rules: IncidentRules) -> String? {
        var machine = IncidentStateMachine(endpoint: "job", rules: rules)
        var opened: [Incident] = []
        for number in 0..<count {
            let result = ProbeResult(endpoint: "job", timestamp: Timestamp(seconds: Double(number)), failure: failure)
            opened += machine.apply(result, Verdict()).map(\.incident)
        }
        return opened.count == 1 ? opened[0].reason : nil
    }

    @Test(arguments: [
        (ProbeFailure(.noReport, silence), 1, silence), (ProbeFailure(.noReport, silence), 3, silence),
        (ProbeFailure(.reported, "It reported: disk full"), 1, "It reported: disk full"),
        (
            ProbeFailure(.reported, "It reported: disk full"), 2,
            "2 times in a row it failed or was silent: It reported: disk full"
        ),
        (ProbeFailure(.refused, "Connection refused."), 1, "A probe failed: Connection refused."),
        (ProbeFailure(.refused, "Connection refused."), 2, "2 probes in a row failed: Connection refused."),
    ])
    func inARow(failure: ProbeFailure, count: Int, sentence: String) {
        #expect(reason(failure, count, IncidentRules(failureThreshold: count)) == sentence)
    }

    @Test func reportsAreNoProbes() {
        let rules = IncidentRules(failureThreshold: 9, condition: .init(failures: 2, total: 4))
        let sentence = "2 of the last 4 reports failed or did not come: \(Self.silence)"
        #expect(reason(ProbeFailure(.noReport, Self.silence), 2, rules) == sentence)
    }
}

/// Probes of a maintenance window.
@Suite struct IncidentWindowTests {
    private static let refused = ProbeFailure(.refused, "Connection refused.")
    private static let fault = Fault(kind: .slow, severity: .high, began: Timestamp(seconds: 0), reasons: ["slow"])

    private func result(_ number: Int, _ failure: ProbeFailure? = nil) -> ProbeResult {
        ProbeResult(endpoint: "orders", timestamp: Timestamp(seconds: Double(number)), failure: failure)
    }

    private func failing() -> IncidentStateMachine {
        var machine = IncidentStateMachine(endpoint: "orders")
        for number in 0..<3 { _ = machine.apply(result(number, Self.refused), Verdict()) }
        return machine
    }

    @Test func goodProbesCloseWhatIsOpen() {
        var machine = failing()
        var actions: [IncidentAction] = []
        for number in 3..<8 { actions += machine.pass(result(number), Verdict()) }
        #expect(actions.count == 1 && actions[0].incident.closedAt == Timestamp(seconds: 7))
        #expect(machine.openIncident == nil)
    }

    @Test func failuresAndFaultsDoNot() {
        var machine = failing()
        for number in 3..<20 {
            let actions = machine.pass(result(number, number.isMultiple(of: 4) ? Self.refused : nil), Verdict())
            #expect(actions.isEmpty)
        }
        for number in 20..<40 {
            let actions = machine.pass(result(number), Verdict(fault: Self.fault))
            #expect(actions.isEmpty)
        }
        #expect(machine.openIncident != nil)
    }

    @Test func nothingOpensAndNothingIsCounted() {
        var machine = IncidentStateMachine(endpoint: "orders")
        var actions: [IncidentAction] = []
        for number in 0..<9 { actions += machine.pass(result(number, Self.refused), Verdict()) }
        actions += machine.pass(result(9), Verdict(fault: Self.fault))
        #expect(actions.isEmpty && machine.state.isAtRest)
    }

    @Test func failuresBeforeAndAfterAGoodProbeAreNotInARow() {
        var machine = IncidentStateMachine(endpoint: "orders")
        for number in 0..<2 { _ = machine.apply(result(number, Self.refused), Verdict()) }
        _ = machine.pass(result(2), Verdict())
        let actions = machine.apply(result(3, Self.refused), Verdict())
        #expect(actions.isEmpty)
    }
}
