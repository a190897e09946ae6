import Foundation
import SondeCore

/// Days and minutes as clocks on the wall show them in one time zone.
///
/// A local time stands for the first moment at which the clock shows it. One that the spring change skips stands for
/// the change itself, as if the clock had shown it while it jumped; one that the autumn change shows twice stands for
/// the first.
struct LocalTime: Sendable {
    private let zone: TimeZone

    /// - Parameter name: An IANA name; one that the system does not know counts as UTC.
    init(_ name: String) {
        zone = TimeZone(identifier: name) ?? .gmt
    }

    /// Days since 1970-01-01 by the clock on the wall at a moment.
    func day(of time: Timestamp) -> Int {
        let local = seconds(of: time) + offset(at: seconds(of: time))
        return Int((Double(local) / 86_400).rounded(.down))
    }

    /// The moment of so many minutes after the midnight that begins a day; 1440 is the midnight that ends it.
    func moment(day: Int, minute: Int) -> Timestamp {
        let local = day * 86_400 + minute * 60
        // No zone is further than a day from UTC, and none changes its clocks twice within two days.
        let (before, after) = (offset(at: local - 86_400), offset(at: local + 86_400))
        if offset(at: local - before) == before { return timestamp(local - before) }
        if offset(at: local - after) == after { return timestamp(local - after) }
        return timestamp(change(between: local - 86_400, and: local + 86_400))
    }

    /// The first second with another offset.
    private func change(between start: Int, and end: Int) -> Int {
        var (same, other) = (start, end)
        let first = offset(at: start)
        while other - same > 1 {
            let middle = same + (other - same) / 2
            if offset(at: middle) == first { same = middle } else { other = middle }
        }
        return other
    }

    private func offset(at seconds: Int) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
    }

    private func seconds(of time: Timestamp) -> Int { Int(time.seconds.rounded(.down)) }

    private func timestamp(_ seconds: Int) -> Timestamp { Timestamp(microseconds: Int64(seconds) * 1_000_000) }
}

/// A day of the calendar.
struct CivilDate: Sendable, Hashable {
    var year: Int
    var month: Int
    var day: Int

    /// - Parameter days: Since 1970-01-01, after Howard Hinnant's `civil_from_days`.
    init(days: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// 0 is Monday.
    static func weekday(days: Int) -> Int { ((days % 7) + 7 + 3) % 7 }
}
