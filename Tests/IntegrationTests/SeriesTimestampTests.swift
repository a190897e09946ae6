import SondeCore
import Testing

@testable import sonde

/// How the time of a row is read.
@Suite struct SeriesTimestampTests {
    private func parse(_ text: String) -> Timestamp? {
        Array(text.utf8).withUnsafeBufferPointer { SeriesTimestamp.parse($0) }
    }

    /// With the microseconds that have passed since 2026-11-22T10:04:05Z.
    @Test(
        arguments: [
            ("2026-11-22T10:04:05Z", 0), ("2026-11-22 10:04:05", 0), ("2026-11-22T10:04:05", 0),
            ("2026-11-22T11:04:05.25+01:00", 250_000), ("2026-11-22 10:04:05.000001", 1),
            (" 2026-11-22T10:04:05Z\t", 0), ("1795341845", 0), (" 1795341845 ", 0), ("1795341845.", 0),
            ("1795341845.0", 0), ("1795341845.123456", 123_456), ("1795341845.1234569", 123_456),
            ("1795341845.5", 500_000), ("1795341845000", 0), ("1795341845123", 123_000),
            ("1795341845123.5", 123_500), ("1795341845000000", 0), ("1795341845123456", 123_456),
            ("1795341845123456.7", 123_456),
        ] as [(String, Int64)])
    func oneTimeInManyForms(_ text: String, _ microseconds: Int64) {
        #expect(parse(text) == Timestamp(microseconds: 1_795_341_845_000_000 + microseconds))
    }

    /// With the microseconds that have passed since 1970.
    @Test(
        arguments: [
            ("0", 0), ("0.000001", 1), ("-1", -1_000_000), ("-0.5", -500_000),
            ("-1795341845123", -1_795_341_845_123_000), ("2016-12-31T23:59:60Z", 1_483_228_800_000_000),
            // The borders between seconds, milliseconds and microseconds.
            ("99999999999", 99_999_999_999_000_000), ("100000000000", 100_000_000_000_000),
            ("99999999999999", 99_999_999_999_999_000), ("100000000000000", 100_000_000_000_000),
            ("99999999999999999", 99_999_999_999_999_999),
        ] as [(String, Int64)])
    func theSizeOfANumberSaysItsUnit(_ text: String, _ microseconds: Int64) {
        #expect(parse(text) == Timestamp(microseconds: microseconds))
    }

    @Test(arguments: [
        "", " ", "-", ".", ".5", "1.2.3", "1e9", "abc", "12:30", "1795341845s", "0x10", "+5", "nan", "inf",
        "100000000000000000", "999999999999999999999999999", "2026-11-22", "22.11.2026 10:04:05", "11/22/2026 10:04",
        "2026-11-31T10:04:05Z", "1234-", "1795341845.5.", "1795341845.-5", "--5", "١",
    ])
    func noTimes(_ text: String) {
        #expect(parse(text) == nil)
    }
}
