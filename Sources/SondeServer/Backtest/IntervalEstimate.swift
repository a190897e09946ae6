import SondeCore

/// The time between two rows of a record: what was told, or the middle of the first ten distances.
struct IntervalEstimate: Sendable {
    private static let distancesNeeded = 10
    /// Before there are two rows.
    private static let assumed: Duration = .seconds(60)

    private let known: Duration?
    private var distances: [Duration] = []
    private var last: Timestamp?

    init(known: Duration?) { self.known = known }

    var isSettled: Bool { known != nil || distances.count >= Self.distancesNeeded }

    var value: Duration { known ?? (distances.isEmpty ? Self.assumed : distances.sorted()[distances.count / 2]) }

    /// Takes the time of a row that is later than the one before it.
    mutating func add(_ time: Timestamp) {
        if let last { distances.append(last.duration(to: time)) }
        last = time
    }
}
