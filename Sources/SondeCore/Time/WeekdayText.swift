/// Days of the week and times of the day as people write them; 0 is Monday.
package enum WeekdayText {
    /// From Monday on.
    package static let names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

    /// The day by its English name or the first three letters of it, in any case; nil when it is none.
    package static func day(named text: some StringProtocol) -> Int? {
        let name = text.lowercased()
        return names.firstIndex { day in
            let day = day.lowercased()
            return day == name || day.prefix(3) == name
        }
    }

    /// Minutes since midnight of a time such as `09:30`, up to `24:00`; nil when it is none.
    package static func minutes(of time: some StringProtocol) -> Int? {
        let words = time.split(separator: ":", omittingEmptySubsequences: false)
        guard words.count == 2, (1...2).contains(words[0].utf8.count), words[1].utf8.count == 2,
            words.joined().utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
            let hours = Int(words[0]), let minutes = Int(words[1]), minutes < 60, hours * 60 + minutes <= 1_440
        else { return nil }
        return hours * 60 + minutes
    }

    /// `23:00`, for minutes since midnight.
    package static func time(minutes: Int) -> String {
        let (hour, minute) = (minutes / 60 % 24, minutes % 60)
        return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }
}
