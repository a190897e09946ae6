/// The parts of a UTC calendar date that Sonde needs, computed without Foundation: this runs once per probe.
extension Timestamp {
    /// Hour of the day in UTC, 0 to 23.
    package var hourOfDay: Int {
        Int(floorDivide(microseconds, 3_600_000_000) % 24 + 24) % 24
    }

    /// Day of the week in UTC: 0 is Monday, 6 is Sunday, as in Python's `datetime.weekday()`.
    package var weekday: Int {
        // 1970-01-01 was a Thursday, day 3.
        Int((floorDivide(microseconds, 86_400_000_000) % 7 + 7 + 3) % 7)
    }

    /// RFC 3339 in UTC with milliseconds: `2026-11-22T10:04:05.123Z`.
    package var rfc3339: String {
        let date = civilDate
        let ofDay = microseconds - floorDivide(microseconds, 86_400_000_000) * 86_400_000_000
        let (hours, minutes) = (ofDay / 3_600_000_000, ofDay / 60_000_000 % 60)
        let (seconds, millis) = (ofDay / 1_000_000 % 60, ofDay / 1000 % 1000)
        return
            "\(padded(Int64(date.year), 4))-\(padded(Int64(date.month), 2))-\(padded(Int64(date.day), 2))"
            + "T\(padded(hours, 2)):\(padded(minutes, 2)):\(padded(seconds, 2)).\(padded(millis, 3))Z"
    }

    /// Wall-clock time of day in UTC: `10:04:05`.
    package var timeOfDay: String {
        String(rfc3339.dropFirst(11).prefix(8))
    }

    /// Year, month and day from days since the epoch, after Howard Hinnant's `civil_from_days`.
    private var civilDate: (year: Int, month: Int, day: Int) {
        let shifted = Int(floorDivide(microseconds, 86_400_000_000)) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// Reads RFC 3339 (`2026-11-22T10:04:05Z`, an offset, fractional seconds) or epoch seconds; nil if it is neither.
    package init?(parsing text: String) {
        if let seconds = Double(text), seconds.isFinite, abs(seconds) < 9e12 {
            self.init(seconds: seconds)
            return
        }
        var text = text
        guard let date = text.withUTF8({ RFC3339Scanner($0).scan() }) else { return nil }
        self = date
    }
}

private func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor)
}

private func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
