package import SondeCore

/// On a day whose clocks change, hours begin and end as `LocalTime` says: hours that begin in the skipped hour begin at
/// the change, hours wholly within it are left out, and hours in the repeated one begin and end in its first half.
extension WeeklyHours {
    /// Whether they hold at a time: from their beginning on, and no more at their end.
    package func holds(at time: Timestamp) -> Bool {
        spans(around: time).contains { $0.contains(time) }
    }

    /// The next time at which they begin to hold or cease to; nil if that never comes. Hours that touch count as one.
    package func nextChange(after time: Timestamp) -> Timestamp? {
        let spans = spans(around: time)
        guard var end = spans.first(where: { $0.contains(time) })?.upperBound else {
            return spans.map(\.lowerBound).filter { $0 > time }.min()
        }
        let latest = spans.last?.upperBound
        while let next = spans.first(where: { $0.lowerBound <= end && end < $0.upperBound }) { end = next.upperBound }
        // The whole week is one.
        return end == latest && days.count == 7 && holds(at: end) ? nil : end
    }

    /// The hours of the days from the day before to two weeks after: the same weekday comes again within them even
    /// where a change of the clocks leaves one out.
    private func spans(around time: Timestamp) -> [Range<Timestamp>] {
        let local = LocalTime(timeZone)
        let today = local.day(of: time)
        return (today - 1...today + 15).compactMap { day in
            guard days.contains(CivilDate.weekday(days: day)) else { return nil }
            let start = local.moment(day: day, minute: start)
            let end =
                end > self.start
                ? local.moment(day: day, minute: end) : local.moment(day: day + 1, minute: end)
            return start < end ? start..<end : nil
        }
    }
}
