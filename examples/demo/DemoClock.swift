/// Time since the demo's APIs began to answer; characters and faults depend on it.
struct DemoClock: Sendable {
    private let start = ContinuousClock.now

    /// Seconds since the beginning.
    var seconds: Double {
        let elapsed = start.duration(to: .now).components
        return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    }
}
