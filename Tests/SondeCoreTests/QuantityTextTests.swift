import SondeCore
import Testing

/// Durations mean the same in a condition and in the configuration.
@Suite struct QuantityTextTests {
    @Test(arguments: [
        ("1h30m", 5_400e9), ("1.5h", 5_400e9), ("500ms", 500e6), ("10us", 10e3), ("10µs", 10e3), ("10μs", 10e3),
        ("1ns", 1), ("-2h", -7_200e9), ("+1s", 1e9), (".5s", 0.5e9), ("1.s", 1e9), ("14d", 1_209_600e9),
        ("2w", 1_209_600e9), ("0s", 0),
    ])
    func durations(_ text: String, _ nanoseconds: Double) throws {
        #expect(try Double(nanosecondsOf: text) == nanoseconds)
    }

    @Test(arguments: [
        ("30", QuantityFault.noUnit), ("0", .noUnit), ("1m30", .noUnit), ("", .malformed), ("-", .malformed),
        ("s", .malformed), ("1 s", .malformed), ("1S", .malformed), ("1..5s", .malformed), ("1,5s", .malformed),
        ("1h-5m", .malformed), ("1e3s", .malformed), ("١s", .malformed),
    ])
    func noDurations(_ text: String, _ fault: QuantityFault) {
        #expect(throws: fault) { try Double(nanosecondsOf: text) }
    }

    @Test func farTooLong() {
        #expect(throws: QuantityFault.tooLarge) {
            try Double(nanosecondsOf: String(repeating: "9", count: 400) + "h")
        }
    }

    @Test func weeksCountInAConditionToo() throws {
        let condition = try Condition(parsing: "[CERTIFICATE_EXPIRATION] > 2w")
        #expect(condition.evaluate(in: SampleResponse(certificate: .seconds(15 * 86_400)).context).held)
        #expect(!condition.evaluate(in: SampleResponse(certificate: .seconds(13 * 86_400)).context).held)
    }
}
