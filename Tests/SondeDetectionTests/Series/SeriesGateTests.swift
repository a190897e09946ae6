import SondeCore
import Testing

@testable import SondeDetection

@Suite struct SeriesGateTests {
    /// After 2,000 values, every tenth of which is as strange as said.
    private func gate(peaks: Double = 0, _ sensitivity: AnomalySettings.Sensitivity = .medium) -> SeriesGate {
        var gate = SeriesGate(sensitivity: sensitivity)
        for step in 1...2000 { _ = gate.judge(step % 10 == 5 ? peaks : 0, needsCompany: false) }
        return gate
    }

    private func passes(_ strangeness: Double, _ gate: SeriesGate) -> Bool {
        var gate = gate
        return gate.judge(strangeness, needsCompany: false)
    }

    @Test(arguments: AnomalySettings.Sensitivity.allCases)
    func littleProvesNothing(sensitivity: AnomalySettings.Sensitivity) {
        for gate in [SeriesGate(sensitivity: sensitivity), gate(sensitivity)] {
            #expect(!passes(10, gate))
            #expect(passes(10.1, gate))
        }
    }

    private func gate(_ sensitivity: AnomalySettings.Sensitivity) -> SeriesGate { gate(peaks: 0, sensitivity) }

    struct Case: Sendable, CustomTestStringConvertible {
        var sensitivity: AnomalySettings.Sensitivity
        /// What is reached once in a horizon.
        var level: Double
        var testDescription: String { sensitivity.rawValue }
    }

    /// 200 peaks of 9 in 2,000 values: mean height (200 x 6 + 8 x 2) / 208 = 5.85, rate 201 in 4,000, and thus
    /// 3 + 5.85 x ln(rate x horizon) for horizons of 10,000, 2,500 and 625 values.
    @Test(arguments: [
        Case(sensitivity: .low, level: 39.4), Case(sensitivity: .medium, level: 31.2),
        Case(sensitivity: .high, level: 23.1),
    ])
    func aRestlessSeriesRaisesItsOwnLevel(_ example: Case) {
        let gate = gate(peaks: 9, example.sensitivity)
        #expect(!passes(example.level - 0.3, gate))
        #expect(passes(example.level + 0.3, gate))
    }

    /// 3 and below are of no interest.
    @Test func smallPeaksRaiseNothing() {
        #expect(passes(10.1, gate(peaks: 3)))
    }

    /// `x` is strange; whether the last one proves a fault where values need company.
    @Test(arguments: [
        ("x", false), ("xx", false), ("xxx", true), ("x.x.x", true), ("xx..x", true), ("x..x.x", false),
        ("xx...x", false), ("xxx.", false), ("xxxx.", false),
    ])
    func companyIsThreeOfTheLastFive(steps: String, isPassed: Bool) {
        var gate = gate()
        let results = steps.map { gate.judge($0 == "x" ? 50 : 0, needsCompany: true) }
        #expect(results.last == isPassed)
    }

    /// Those before count, whether or not company was needed then.
    @Test func companyMayCome() {
        var gate = gate()
        let results = [false, false, true].map { gate.judge(50, needsCompany: $0) }
        #expect(results == [true, true, true])
    }
}
