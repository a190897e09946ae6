/// Decides which strange values are marked: those that are stranger than what this API shows every few hundred values,
/// and of a strange stretch the first.
struct MarkGate: Sendable, Hashable {
    /// Less is marked of no API, however quiet: the sum of surprises that stand out in public series.
    private static let leastStrangeness = 6.0
    /// In values: what is reached once in as many is not marked.
    private static let horizon = 200.0
    /// Excursions below are of no interest.
    private static let base = 2.0

    private var gate = ExcursionGate(base: base, assumedHeight: 2, heightLimit: 15)
    private var run = RunOnset()
    private(set) var isStrange = false

    /// Whether the value is marked.
    mutating func judge(_ strangeness: Double, afterGap: Bool) -> Bool {
        isStrange = strangeness > Swift.max(Self.leastStrangeness, gate.level(steps: Self.horizon))
        gate.observe(strangeness > Self.base ? strangeness : 0)
        if afterGap { run.reset() }
        return run.judge(isStrange)
    }
}

extension MarkGate: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        coder.exchange(&gate)
        coder.exchange(&run)
        coder.exchange(&isStrange)
    }
}
