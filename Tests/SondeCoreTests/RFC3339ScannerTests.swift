import SondeCore
import Testing

/// How a date and time becomes a point in time.
@Suite struct RFC3339ScannerTests {
    /// With the microseconds that have passed since 2026-11-22T10:04:05Z.
    @Test(
        arguments: [
            ("2026-11-22T10:04:05Z", 0), ("2026-11-22t10:04:05z", 0), ("2026-11-22 10:04:05", 0),
            ("2026-11-22T10:04:05", 0), ("2026-11-22T10:04:05+00:00", 0), ("2026-11-22T10:04:05-00:00", 0),
            ("2026-11-22T12:04:05+02:00", 0), ("2026-11-22T04:34:05-05:30", 0), ("2026-11-22 12:04:05+0200", 0),
            ("2026-11-22 12:04:05+02", 0), ("2026-11-23T00:04:05+14:00", 0), ("2026-11-21T22:04:05-12:00", 0),
            ("2026-11-22T10:04:05.1Z", 100_000), ("2026-11-22T10:04:05.123456Z", 123_456),
            ("2026-11-22T10:04:05.123456999999Z", 123_456), ("2026-11-22 12:04:05.5+02:00", 500_000),
        ] as [(String, Int64)])
    func oneTimeInManyForms(_ text: String, _ microseconds: Int64) {
        #expect(Timestamp(parsing: text) == Timestamp(microseconds: 1_795_341_845_000_000 + microseconds))
    }

    /// With the microseconds that have passed since 1970.
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59.5Z", -500_000),
            ("2000-02-29T00:00:00Z", 951_782_400_000_000), ("0000-01-01T00:00:00Z", -62_167_219_200_000_000),
            ("9999-12-31T23:59:59Z", 253_402_300_799_000_000),
            // A leap second.
            ("2016-12-31T23:59:60Z", 1_483_228_800_000_000),
        ] as [(String, Int64)])
    func manyTimes(_ text: String, _ microseconds: Int64) {
        #expect(Timestamp(parsing: text) == Timestamp(microseconds: microseconds))
    }

    @Test(arguments: [
        "", "2026-", "2026-11-22", "2026-11-22T10:04", "2026-11-22T10:04:05.Z", "2026-11-22T10:04:05,5Z",
        "2026-13-22T10:04:05Z", "2026-00-22T10:04:05Z", "2026-11-00T10:04:05Z", "2026-11-31T10:04:05Z",
        "2026-02-29T10:04:05Z", "1900-02-29T10:04:05Z", "2026-04-31T10:04:05Z", "2026-12-32T10:04:05Z",
        "2026-11-22T24:00:00Z", "2026-11-22T10:60:05Z", "2026-11-22T10:04:61Z", "2026-11-22_10:04:05Z",
        "2026-11-22T10:04:05 Z", "2026-11-22T10:04:05Zz", "2026-11-22T10:04:05+2", "2026-11-22T10:04:05+24:00",
        "2026-11-22T10:04:05+02:60", "2026-11-22T10:04:05+02:", "2026-11-22T10:04:05+", "2026/11/22T10:04:05Z",
        "2026-1-22T010:04:05Z", "20a6-11-22T10:04:05Z", "2026-11-22T1a:04:05Z", "2026-11-22T10:04:0/Z",
        "２026-11-22T10:04:05Z", "+026-11-22T10:04:05Z",
    ])
    func noTimes(_ text: String) {
        #expect(Timestamp(parsing: text) == nil)
    }

    @Test func everyDayFollowsTheOneBefore() throws {
        var expected = -11_676_096_000.0
        for year in 1600...2000 {
            for month in 1...12 {
                for day in 1...31 {
                    let pad = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
                    let time = Timestamp(parsing: "\(year)-\(pad(month))-\(pad(day))T00:00:00Z")
                    if time == nil, day > 28 { continue }
                    if time?.seconds != expected {
                        Issue.record("\(year)-\(month)-\(day) is \(String(describing: time))")
                    }
                    expected += 86_400
                }
            }
        }
    }
}
