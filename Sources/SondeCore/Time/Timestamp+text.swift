/// Times as people read them.
extension Timestamp {
    /// With the whole date: `2026-11-22 10:04:05 UTC`.
    package var dated: String { "\(rfc3339.prefix(10)) \(timeOfDay) UTC" }

    /// The time of day, with the date where that is not the one of `now`: `10:04:05 UTC`.
    package func text(asOf now: Timestamp) -> String {
        rfc3339.prefix(10) == now.rfc3339.prefix(10) ? "\(timeOfDay) UTC" : dated
    }

    /// The same without seconds: `10:04 UTC`.
    package func minutes(asOf now: Timestamp) -> String {
        let text = text(asOf: now)
        return "\(text.dropLast(7)) UTC"
    }
}
