import SondeCore
import Testing

@testable import SondeServer

@Suite("Durations, sizes and numbers")
struct ConfigurationQuantityTests: ReadsConfigurations {
    @Test(
        "durations: Go's grammar with days and weeks",
        arguments: [
            ("15s", Duration.seconds(15)), ("1m30s", .seconds(90)), ("500ms", .milliseconds(500)),
            ("1.5h", .seconds(5_400)), (".5s", .milliseconds(500)), ("1.s", .seconds(1)), ("7d", .seconds(604_800)),
            ("2w", .seconds(1_209_600)), ("1w2d3h4m5s6ms", .milliseconds(788_645_006)),
            ("10us", .microseconds(10)),
            ("10µs", .microseconds(10)), ("10μs", .microseconds(10)), ("1ns", .nanoseconds(1)), ("-15s", .seconds(-15)),
            ("+1s", .seconds(1)), ("0s", .zero), ("1.1s", .milliseconds(1_100)), ("365d", .seconds(31_536_000)),
        ])
    func durations(_ text: String, _ expected: Duration) throws {
        #expect(try Duration(configured: text) == expected)
    }

    @Test(
        "durations that are none",
        arguments: [
            ("15", QuantityFault.noUnit), ("0", .noUnit), ("1m30", .noUnit), ("", .malformed), ("-", .malformed),
            ("s", .malformed), ("15 s", .malformed), ("15S", .malformed), ("15sec", .malformed), ("1..5s", .malformed),
            (".s", .malformed), ("1h-5m", .malformed), ("five", .malformed), ("1e3s", .malformed), ("١s", .malformed),
            ("101w1000000d", .tooLarge), ("99999999999999999999h", .tooLarge), ("1,5s", .malformed),
        ])
    func noDurations(_ text: String, _ fault: QuantityFault) {
        #expect(throws: fault) { try Duration(configured: text) }
    }

    @Test("a duration is written as it is read", arguments: ["1s", "5m", "30d", "1ms", "24h", "90s", "250us"])
    func roundTrip(_ text: String) throws {
        #expect(try Duration(configured: Duration(configured: text).configured) == Duration(configured: text))
    }

    @Test(
        "sizes",
        arguments: [
            ("1B", 1), ("100B", 100), ("1KB", 1_000), ("1KiB", 1_024), ("1.5KiB", 1_536), ("2MB", 2_000_000),
            ("2MiB", 2_097_152), ("5GB", 5_000_000_000), ("1GiB", 1_073_741_824), ("1.5TB", 1_500_000_000_000),
        ])
    func sizes(_ text: String, _ expected: Int) throws {
        #expect(try byteCount(configured: text) == expected)
    }

    @Test(
        "sizes that are none",
        arguments: [
            ("1024", QuantityFault.noUnit), ("1PB", .malformed), ("2000TB", .tooLarge), ("1kb", .malformed),
            ("MB", .malformed),
            ("1MB2", .malformed),
        ])
    func noSizes(_ text: String, _ fault: QuantityFault) {
        #expect(throws: fault) { try byteCount(configured: text) }
    }

    @Test(
        "a size is written in the largest whole unit",
        arguments: [
            (1, "1B"), (1_500, "1500B"), (100_000_000, "100MB"), (1 << 30, "1GiB"), (5_000_000_000, "5GB"),
            (1_000_000_000_000_000, "1000TB"),
        ])
    func sizeText(_ count: Int, _ expected: String) {
        #expect(configuredText(ofBytes: count) == expected)
    }

    @Test(
        "limits are kept",
        arguments: [
            ("interval: 999ms", "too short; the least is 1s."), ("interval: 0s", "too short; the least is 1s."),
            ("interval: 32d", "too long; the most is 31d."), ("interval: -1s", "negative; the least is 1s."),
            ("client: {timeout: 0s}", "too short; the least is 1ms."),
            ("client: {timeout: 301s}", "too long; the most is 5m."),
            ("client: {max-body-size: 0B}", "out of range; write 1B to 1GiB."),
            ("client: {max-body-size: 2000MiB}", "out of range; write 1B to 1GiB."),
            ("client: {max-body-size: 2000TB}", "out of range; write 1B to 1GiB."),
            ("client: {max-redirects: 101}", "not a whole number from 0 to 100."),
            ("client: {max-redirects: 1.5}", "not a whole number from 0 to 100."),
            ("anomaly: {contamination: 0}", "not a number from 0.001 to 0.5."),
            ("anomaly: {contamination: nan}", "not a number from 0.001 to 0.5."),
            ("anomaly: {contamination: 0x1p-2}", "not a number from 0.001 to 0.5."),
            ("anomaly: {contamination: 10%}", "not a number from 0.001 to 0.5."),
            ("anomaly: {window: 31d}", "too long; the most is 30d."),
            ("anomaly: {severity: {critical: -2}}", "not a number from -1 to 1."),
            ("anomaly: {severity: {critical: -0.1}}", "0, -0.1, -0.1; each must be lower than the one before it."),
        ])
    func limits(_ lines: String, _ ending: String) {
        let message = complaint(oneEndpoint(lines))
        #expect(message.hasSuffix(ending), "\(message)")
    }

    @Test(
        "words",
        arguments: [("yes", true), ("True", true), ("ON", true), ("\"true\"", true), ("no", false), ("off", false)])
    func flags(_ word: String, _ expected: Bool) throws {
        #expect(try endpoint("enabled: \(word)").enabled == expected)
    }

    @Test(
        "a number without a unit is told what to write",
        arguments: [
            ("interval: 15", "interval: '15' has no unit; write 15s."),
            ("interval: 300", "interval: '300' has no unit; write 300s."),
            ("interval: 3600", "interval: '3600' has no unit; write 3600ms or 3600s."),
            ("interval: 0", "interval: '0' has no unit; write for example 1s."),
            ("interval: 1m30", "interval: '1m30' has no unit; write 1m30s."),
            ("client: {timeout: 5}", "client.timeout: '5' has no unit; write 5s."),
            ("client: {timeout: 200}", "client.timeout: '200' has no unit; write 200ms or 200s."),
            ("client: {timeout: 5000}", "client.timeout: '5000' has no unit; write 5000ms or 5s."),
            ("client: {timeout: 1500}", "client.timeout: '1500' has no unit; write 1500ms."),
            ("client: {timeout: -5}", "client.timeout: '-5' has no unit; write for example 1ms."),
            ("client: {timeout: 99999999}", "client.timeout: '99999999' has no unit; write for example 1ms."),
            ("anomaly: {window: 7}", "anomaly.window: '7' has no unit; write for example 7d."),
            ("anomaly: {window: 86400}", "anomaly.window: '86400' has no unit; write 86400s or 1d."),
        ])
    func withoutUnit(_ lines: String, _ ending: String) {
        let message = complaint(oneEndpoint(lines))
        #expect(message.hasSuffix(": " + ending), "\(message)")
    }
}
