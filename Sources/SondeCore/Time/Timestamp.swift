/// A point in wall-clock time: microseconds since 1970-01-01T00:00:00Z.
///
/// Stored measurements, schedules and incidents carry it. Durations of a probe never come from the difference
/// of two timestamps; they are measured on a monotonic clock.
package struct Timestamp: Sendable, Hashable, Comparable, Codable, InstantProtocol {
    package var microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    package init(seconds: Double) {
        self.microseconds = Int64((seconds * 1_000_000).rounded())
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    package var seconds: Double { Double(microseconds) / 1_000_000 }

    /// Milliseconds since 1970-01-01T00:00:00Z, as JavaScript's `Date` counts.
    package var milliseconds: Int64 { microseconds / 1000 }

    package func advanced(by duration: Duration) -> Timestamp {
        Timestamp(microseconds: microseconds + duration.microseconds)
    }

    package func duration(to other: Timestamp) -> Duration {
        .microseconds(other.microseconds - microseconds)
    }

    package static func < (lhs: Timestamp, rhs: Timestamp) -> Bool {
        lhs.microseconds < rhs.microseconds
    }

    package init(from decoder: any Decoder) throws {
        microseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(microseconds)
    }
}
