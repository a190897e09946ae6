import Testing

@testable import SondeDetection

@Suite struct RecentResidualsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var values: [Float]
        /// Nil where nothing has settled.
        var level: Double?
    }

    private static func values(_ count: Int, _ value: (Int) -> Float) -> [Float] { (0..<count).map(value) }

    @Test(arguments: [
        Case(testDescription: "too few", values: values(79) { _ in 1 }, level: nil),
        Case(testDescription: "just enough", values: values(80) { _ in 1 }, level: 1),
        Case(testDescription: "older ones do not matter", values: values(95) { $0 < 15 ? 9 : 1 }, level: 1),
        Case(testDescription: "usual noise", values: values(80) { $0.isMultiple(of: 2) ? 0.9 : 1.1 }, level: 1.1),
        Case(testDescription: "every fifth is far off", values: values(80) { $0 % 5 == 0 ? 9 : 1 }, level: 1),
        Case(testDescription: "every third is far off", values: values(80) { $0 % 3 == 0 ? 9 : 1 }, level: nil),
        Case(testDescription: "two levels in turn", values: values(80) { $0.isMultiple(of: 2) ? 0 : 1 }, level: nil),
        Case(testDescription: "the newest are higher", values: values(80) { $0 < 60 ? 1 : 1.06 }, level: nil),
        Case(testDescription: "still rising", values: values(80) { Float($0) / 100 }, level: nil),
        Case(testDescription: "risen before the newest", values: values(300) { $0 < 200 ? 1 : 2 }, level: 2),
    ])
    func tellsWhetherTheyHaveSettled(_ example: Case) {
        var recent = RecentResiduals()
        for value in example.values { recent.add(value) }
        let level = recent.settledLevel(deviation: 0.1)
        #expect(level.map { ($0 * 1000).rounded() } == example.level.map { ($0 * 1000).rounded() })
    }

    @Test func whatIsRemovedIsNotCounted() {
        var recent = RecentResiduals()
        for _ in 0..<100 { recent.add(9) }
        recent.removeAll()
        for _ in 0..<79 { recent.add(1) }
        #expect(recent.settledLevel(deviation: 0.1) == nil)
        recent.add(1)
        #expect(recent.settledLevel(deviation: 0.1) == 1)
    }
}
