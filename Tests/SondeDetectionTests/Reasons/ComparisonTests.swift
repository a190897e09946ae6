import Testing

@testable import SondeDetection

@Suite struct ComparisonTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var value: Double
        var usual: Double
        var text: String
        var testDescription: String { "\(value) beside \(usual)" }

        init(_ value: Double, _ usual: Double, _ text: String) {
            (self.value, self.usual, self.text) = (value, usual, text)
        }
    }

    @Test(arguments: [
        Case(410, 100, "4.1 times"), Case(400, 100, "4 times"), Case(150, 100, "1.5 times"),
        Case(996, 100, "10 times"), Case(1234, 100, "12 times"), Case(1_000_000, 1, "1000000 times"),
        Case(149, 100, "49 % above"), Case(112, 100, "12 % above"), Case(100, 100, "0 % above"),
        Case(99, 100, "1 % below"), Case(67, 100, "33 % below"), Case(66, 100, "66 % of"), Case(10, 100, "10 % of"),
        Case(4.2, 100, "4.2 % of"), Case(0.1, 100, "0.1 % of"), Case(0, 100, "0 % of"),
        // Nothing is divided by 0.
        Case(1, 0, "1000 times"), Case(0, 0, "0 % of"),
    ])
    func says(_ example: Case) {
        #expect(Comparison(value: example.value, usual: example.usual).text == example.text)
    }
}
