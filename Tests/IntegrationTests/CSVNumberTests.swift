import Testing

@testable import sonde

/// How a field of a table becomes a number.
@Suite struct CSVNumberTests {
    private func read(_ text: String) -> CSVNumber {
        Array(text.utf8).withUnsafeBufferPointer { CSVNumber($0) }
    }

    @Test(arguments: [
        "0", "-0", "+1", "1.", ".5", "-.5e1", "007", "1e5", "1E+5", "1e-5", "0e99999999999999999999", "  12.5\t",
        "1e-400", "-1e-400", "3.4028235e38", "3.4028235677973362e38", "1.1754943508222875e-38", "1e-45", "7e-46",
        "1.4012984643248170709e-45", "2e-46", "0.000000000000000000000000000000000000000000000000000000001",
        "16777217", "16777217.0000000000000000000001", "16777216.9999999999999999999999", "9007199254740993",
        "18446744073709551615", "18446744073709551616", "123456789012345678901234567890", "0.1000000000000000055511151",
        "100000000000000000000000000000000000000e-38", "1.00000017881393432617187499",
        "1.00000017881393421514957253748434595763683319091796875001", "1e39", "1.7976931348623157e308", "5e-324",
        "2e-324",
        "0.333333333333333333333333333333333333333333333",
    ])
    func aNumberIsRoundedAsDouble(text: String) throws {
        let trimmed = text.filter { $0 != " " && $0 != "\t" }
        let expected = try #require(Double(trimmed))
        guard case .number(let value) = read(text) else {
            Issue.record("\(text) is \(read(text))")
            return
        }
        #expect(value.bitPattern == expected.bitPattern)
    }

    /// Digits as other programs write them, and numbers halfway between two Floats or next to that.
    @Test func manyNumbersAreRoundedAlike() throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            let bits = UInt32.random(in: 0..<0x7F80_0000, using: &generator)
            let (low, high) = (Float(bitPattern: bits), Float(bitPattern: bits).nextUp)
            let middle = (Double(low) + Double(high)) / 2
            for text in ["\(low)", "\(middle)", "\(middle.nextUp)", "\(middle.nextDown)", "-\(middle)1", "\(low)e-3"] {
                guard let double = Double(text), double.isFinite else { continue }
                #expect(read(text) == .number(double), "\(text)")
            }
        }
    }

    /// Numbers halfway between two Doubles or next to that, where the last digit decides.
    @Test func numbersBetweenTwoDoublesAreRoundedToTheNearer() throws {
        for shift in 0..<10 {
            for _ in 0..<100 {
                // An odd number of 54 bits and more, which no Double holds.
                let middle = (UInt64.random(in: 1 << 53..<1 << 54) | 1) << UInt64(shift)
                for digits in ["\(middle)", "\(middle - 1)", "\(middle + 1)", "\(middle)0000001", "\(middle)0000000"] {
                    for exponent in [-27, -20, -19, -1, 0, 1, 19, 27] {
                        let text = "\(digits)e\(exponent)"
                        #expect(try read(text) == .number(#require(Double(text))), "\(text)")
                    }
                }
            }
        }
    }

    @Test(arguments: -40...40)
    func anyDigitsAreRoundedAlike(exponent: Int) throws {
        for count in 1...24 {
            for _ in 0..<20 {
                let digits = (0..<count).map { _ in "\(Int.random(in: 0...9))" }.joined()
                let text = "\(digits)e\(exponent)"
                #expect(try read(text) == .number(#require(Double(text))), "\(text)")
            }
        }
    }

    @Test(arguments: [
        ("", CSVNumber.missing), ("  ", .missing), ("NaN", .missing), ("-nan", .missing), ("NA", .missing),
        ("na", .missing), ("N/A", .missing), (" n/a ", .missing), ("null", .missing), ("NULL", .missing),
        ("nulls", .noNumber), ("N/", .noNumber), ("inf", .infinite),
        ("-Infinity", .infinite), ("-1e400", .infinite), ("1.7976931348623159e308", .infinite),
        ("1e99999999999999999999", .infinite), ("abc", .noNumber), ("1e", .noNumber), ("1e+", .noNumber),
        (".", .noNumber), ("-", .noNumber), ("+-1", .noNumber), ("1.2.3", .noNumber), ("0x10", .noNumber),
        ("1 2", .noNumber), ("1,5", .noNumber), ("1_000", .noNumber), ("١", .noNumber), ("nanx", .noNumber),
        ("infinitely", .noNumber), ("1e5e5", .noNumber), ("\u{0}1", .noNumber),
    ])
    func whatIsNoNumberIsRecognised(text: String, expected: CSVNumber) {
        #expect(read(text) == expected)
    }
}
