import SondeCore

extension Duration {
    /// A duration as the configuration writes it, such as `30d`; nil for what is none.
    package init?(configuration text: String) {
        guard let duration = try? Duration(configured: text) else { return nil }
        self = duration
    }

    /// A duration as the configuration writes it, at most a hundred years.
    init(configured text: String) throws(QuantityFault) {
        let nanoseconds = try Double(nanosecondsOf: text)
        let hundredYears = 100 * 365 * 86_400 * 1e9
        guard abs(nanoseconds) <= hundredYears else { throw .tooLarge }
        self = .nanoseconds(Int64(nanoseconds.rounded()))
    }

    /// How the configuration would write this duration, in whole microseconds.
    var configured: String {
        if microseconds == 0 { return "0s" }
        let units: [(String, Int64)] = [
            ("d", 86_400_000_000), ("h", 3_600_000_000), ("m", 60_000_000), ("s", 1_000_000), ("ms", 1_000),
        ]
        for (name, unit) in units where microseconds >= unit && microseconds.isMultiple(of: unit) {
            return "\(microseconds / unit)\(name)"
        }
        return "\(microseconds)us"
    }
}

/// What to write for a number without a unit where a duration in `range` is meant: `15s`, `5000ms or 5s`, `30d`.
func withUnit(_ number: String, in range: ClosedRange<Duration>) -> String {
    guard let count = Int64(number), (1...1_000_000_000_000).contains(count) else {
        return Double(number).map { _ in "for example \(range.lowerBound.configured)" } ?? number + "s"
    }
    let (milliseconds, seconds) = (Duration.milliseconds(count), Duration.seconds(count))
    // Nobody means a few milliseconds.
    switch (count >= 100 && range.contains(milliseconds), range.contains(seconds)) {
    case (true, true): return "\(number)ms or \(number)s"
    case (true, false): return bothWays(number + "ms", milliseconds)
    case (false, true): return count < 1000 ? number + "s" : bothWays(number + "s", seconds)
    case (false, false):
        let units = ["d", "h", "m"].map { number + $0 }
        let meant = units.first { unit in (try? Duration(configured: unit)).map(range.contains) ?? false }
        return "for example \(meant ?? range.lowerBound.configured)"
    }
}

private func bothWays(_ text: String, _ duration: Duration) -> String {
    duration.configured == text ? text : "\(text) or \(duration.configured)"
}
