/// Tells the first of a run of odd values, and no other before the run is over.
struct RunOnset: Sendable, Hashable {
    /// Ordinary values after which a run is over.
    private static let calmNeeded = 10

    private var calm = calmNeeded

    mutating func judge(_ isOdd: Bool) -> Bool {
        defer { calm = isOdd ? 0 : Swift.min(calm + 1, Self.calmNeeded) }
        return isOdd && calm >= Self.calmNeeded
    }

    /// Whatever was before belongs to another run.
    mutating func reset() { calm = Self.calmNeeded }
}

extension RunOnset: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        coder.exchange(&calm)
    }
}
