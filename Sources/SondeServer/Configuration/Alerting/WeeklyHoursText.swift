import SondeCore

/// Why a text is no hours of a week; completes a sentence that begins with it.
struct HoursFault: Error {
    let sentence: String
}

extension WeeklyHours {
    /// Hours as the configuration writes them: `mon-fri 09:00-18:00`, `sat,sun`, `22:00-06:00`.
    init(configured text: String, timeZone: String) throws(HoursFault) {
        let malformed = HoursFault(sentence: "is not hours of the week; write for example mon-fri 09:00-18:00.")
        let words = text.split(separator: " ")
        guard let first = words.first, words.count <= 2 else { throw malformed }
        let hasDays = first.first.map(\.isLetter) ?? false
        guard words.count == (hasDays ? words.count : 1) else { throw malformed }
        var days = Set(0...6)
        if hasDays {
            guard let named = Self.days(first) else { throw malformed }
            days = named
        }
        var (start, end) = (0, 1_440)
        if let hours = hasDays ? words.dropFirst().first : first {
            let ends = hours.split(separator: "-", omittingEmptySubsequences: false).map(WeekdayText.minutes(of:))
            guard ends.count == 2, let from = ends[0], let until = ends[1], from < 1_440, until > 0 || from > 0 else {
                throw malformed
            }
            // Midnight at the end is the end of the day.
            (start, end) = (from, until == 0 ? 1_440 : until)
        }
        guard start != end else {
            throw HoursFault(sentence: "begins and ends at the same time; leave out the hours for the whole day.")
        }
        self.init(days: days, start: start, end: end, timeZone: timeZone)
    }

    /// `mon-fri,sun`; a range may go over the end of the week. Nil when it is none.
    private static func days(_ text: Substring) -> Set<Int>? {
        var days: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map(WeekdayText.day(named:))
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1] else { return nil }
            days.formUnion((first...(last < first ? last + 7 : last)).map { $0 % 7 })
        }
        return days
    }
}
