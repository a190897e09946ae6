import SondeCore
import Testing

@Suite("Days, times of day and time zones as people write them")
struct WeekdayTextTests {
    @Test(
        "days of the week",
        arguments: [("Monday", 0), ("mon", 0), ("SUN", 6), ("thursday", 3), ("thurs", nil), ("", nil), ("mo", nil)]
            as [(String, Int?)])
    func days(_ text: String, _ day: Int?) {
        #expect(WeekdayText.day(named: text) == day)
    }

    @Test(
        "times of the day",
        arguments: [
            ("09:30", 570), ("9:30", 570), ("00:00", 0), ("24:00", 1_440), ("24:01", nil), ("9:3", nil), ("9", nil),
            ("-1:00", nil), ("12:60", nil), ("١2:00", nil), ("12:00:00", nil),
        ] as [(String, Int?)])
    func times(_ text: String, _ minutes: Int?) {
        #expect(WeekdayText.minutes(of: text) == minutes)
        if let minutes, minutes < 1_440 {
            #expect(WeekdayText.minutes(of: WeekdayText.time(minutes: minutes)) == minutes)
        }
    }

    @Test("time zones", arguments: [("Europe/Berlin", true), ("UTC", true), ("Mars/Olympus", false), ("", false)])
    func timeZones(_ name: String, _ isKnown: Bool) {
        #expect(TimeZoneName.isKnown(name) == isKnown)
    }
}
