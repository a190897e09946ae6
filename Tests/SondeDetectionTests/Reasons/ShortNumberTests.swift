import Testing

@testable import SondeDetection

@Suite struct ShortNumberTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var value: Double
        var text: String
        var testDescription: String { "\(value)" }

        init(_ value: Double, _ text: String) { (self.value, self.text) = (value, text) }
    }

    private static let cases = [
        Case(0, "0"), Case(-0.0, "0"), Case(1, "1"), Case(-1, "-1"), Case(10, "10"), Case(100, "100"),
        // Four digits that matter.
        Case(12.5, "12.5"), Case(3.14159, "3.142"), Case(-3.14159, "-3.142"), Case(31.4159, "31.42"),
        Case(314.159, "314.2"), Case(3141.59, "3142"), Case(31_415.9, "31416"), Case(0.5, "0.5"),
        Case(0.123456, "0.1235"), Case(0.0123456, "0.01235"), Case(0.00123456, "0.001235"),
        Case(0.000123456, "0.0001235"), Case(-0.05, "-0.05"), Case(0.0001, "0.0001"),
        // Where rounding adds a digit.
        Case(9.9999, "10"), Case(99.996, "100"), Case(999.96, "1000"), Case(9999.6, "10000"), Case(0.99996, "1"),
        Case(0.099999, "0.1"), Case(1.0004, "1"), Case(1000, "1000"), Case(9_999_999, "9999999"),
        // Very large and very small.
        Case(1e7, "1e7"), Case(12_345_678, "1.235e7"), Case(-12_345_678, "-1.235e7"), Case(2.5e100, "2.5e100"),
        Case(1.7976931348623157e308, "1.798e308"), Case(0.00001, "1e-5"), Case(0.0000123456, "1.235e-5"),
        Case(-2.5e-100, "-2.5e-100"), Case(2.2250738585072014e-308, "2.225e-308"),
        // No numbers.
        Case(.infinity, "inf"), Case(-.infinity, "-inf"), Case(.nan, "nan"),
    ]

    @Test(arguments: cases)
    func says(_ example: Case) {
        #expect(ShortNumber.text(example.value) == example.text)
    }

    @Test(arguments: [Case(99_999_000, "1e8"), Case(9.9999e-5, "0.0001"), Case(-9.9999e20, "-1e21")])
    func roundingMayAddAPower(_ example: Case) {
        #expect(ShortNumber.text(example.value) == example.text)
    }
}
