import SondeCore
import Testing

@testable import SondeDetection

/// What all parts of a fault looked like.
@Suite struct FaultMeasuresTests {
    private func fault(_ kind: Fault.Kind = .slow, phase: PhaseTimings.Phase? = nil) -> Fault {
        Fault(kind: kind, phase: phase, severity: .high, began: .monday, reasons: ["odd"])
    }

    /// One probe in which the whole, DNS and TLS are odd, and one in which DNS alone is.
    private var measures: FaultMeasures {
        var measures = FaultMeasures()
        measures.add(distance: 1, isOdd: true)
        measures.add(distance: 0, isOdd: false, of: .connect)
        for phase in [PhaseTimings.Phase.tls, .dns] { measures.add(distance: 2, isOdd: true, of: phase) }
        measures.add(distance: 0, isOdd: false)
        measures.add(distance: 2, isOdd: true, of: .dns)
        return measures
    }

    @Test func nothingWasOddInNoProbe() {
        #expect(FaultMeasures().patterns(of: fault()).isEmpty)
    }

    @Test func eachPartThatWasOddHasAPattern() {
        let patterns = measures.patterns(of: fault())
        #expect(Set(patterns.map(\.phase)) == [nil, .dns, .tls])
        #expect(patterns.allSatisfy { $0.kind == .slow && $0.share == 1 })
        for pattern in patterns { #expect(pattern.probes == (pattern.phase == .dns ? 2 : 1)) }
    }

    @Test(arguments: [nil, PhaseTimings.Phase.dns, .tls])
    func thePartThatItWasToldByIsTheFirst(_ phase: PhaseTimings.Phase?) {
        let patterns = measures.patterns(of: fault(phase: phase))
        #expect(patterns.first?.phase == phase)
        #expect(patterns.count == 3)
    }

    @Test func ofAnswersOfAnotherSizeThereIsTheWholeAlone() {
        var measures = FaultMeasures()
        measures.add(distance: 1, isOdd: true)
        #expect(measures.patterns(of: fault(.large)).map(\.kind) == [.large])
    }

    @Test(arguments: [false, true])
    func theyGoOnWhereTheyWereSaved(_ hasPhases: Bool) {
        var whole = hasPhases ? measures : FaultMeasures()
        whole.add(distance: 3, isOdd: true)
        var writer = StateCoder()
        writer.exchange(&whole)
        var restored = FaultMeasures()
        var reader = StateCoder(reading: writer.bytes)
        reader.exchange(&restored)
        #expect(reader.isComplete)
        #expect(restored == whole)
    }
}
