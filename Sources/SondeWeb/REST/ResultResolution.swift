import SondeCore

/// How finely a range of results is told: probe by probe, or in steps. Never more than `limit` points.
enum ResultResolution: Equatable {
    case raw
    case steps(Duration)

    /// The most points an answer holds.
    static let limit = 2000

    /// - Parameters:
    ///   - asked: The step that the request names, if it does.
    ///   - interval: How often the endpoint is probed.
    /// - Throws: `WebError.badParameter` when `asked` would make more than `limit` points.
    init(asked: Duration?, range: Range<Timestamp>, interval: Duration) throws {
        if let asked {
            guard Self.steps(of: asked, in: range) <= Self.limit else {
                let enough = Self.step(for: range).components.seconds
                throw WebError.badParameter(
                    "The parameter step makes more than \(Self.limit) points of this range: write step=\(enough)s "
                        + "or leave it out.")
            }
            self = .steps(asked)
        } else if Self.steps(of: interval, in: range) <= Self.limit {
            self = .raw
        } else {
            self = .steps(Self.step(for: range))
        }
    }

    /// The finest of the customary steps that keeps the range within `limit`, whole days beyond them; of more than a week,
    /// hours at the least, which are rolled up.
    private static func step(for range: Range<Timestamp>) -> Duration {
        let isLong = range.lowerBound.duration(to: range.upperBound) > .seconds(8 * 86_400)
        let least: Duration = isLong ? .seconds(3600) : .zero
        let customary = customarySteps.first { $0 >= least && steps(of: $0, in: range) <= limit }
        if let customary { return customary }
        let days = range.lowerBound.duration(to: range.upperBound).microseconds / 86_400_000_000
        return .seconds(86_400 * (days / Int64(limit - 1) + 1))
    }

    /// The aligned steps that the range touches.
    private static func steps(of step: Duration, in range: Range<Timestamp>) -> Int64 {
        let width = max(1, step.microseconds)
        return (range.upperBound.microseconds - 1) / width - range.lowerBound.microseconds / width + 1
    }

    private static let customarySteps: [Duration] = [
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
    ].map { .seconds($0) }
}
