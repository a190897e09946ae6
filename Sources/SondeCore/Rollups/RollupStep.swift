/// How long a roll-up is.
package enum RollupStep: Sendable, CaseIterable {
    case minute
    case hour

    package var microseconds: Int64 {
        switch self {
        case .minute: 60_000_000
        case .hour: 3_600_000_000
        }
    }

    /// The table of all stores that holds them.
    package var table: String {
        switch self {
        case .minute: "minute_rollups"
        case .hour: "hour_rollups"
        }
    }

    /// The beginning of the step that holds a time, in microseconds since 1970.
    package func beginning(_ microseconds: Int64) -> Int64 {
        let remainder = microseconds % self.microseconds
        return microseconds - remainder - (remainder < 0 ? self.microseconds : 0)
    }
}
