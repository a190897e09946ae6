/// How long many of the last probes have been odd, whether or not that is told.
struct OddSpell: Sendable, Hashable {
    static let window = 20

    /// So many of the last 20 make a spell.
    private let least: Int
    /// The newest in the lowest bit; set where one was odd.
    private var last: UInt32 = 0
    /// Probes for which it has lasted.
    private(set) var length = 0

    init(least: Int) { self.least = least }

    mutating func add(_ isOdd: Bool) {
        last = last << 1 | (isOdd ? 1 : 0)
        length = count >= least ? length + 1 : 0
    }

    /// How many of the last 20 were odd.
    var count: Int { (last & (1 << UInt32(Self.window) - 1)).nonzeroBitCount }
}

extension OddSpell: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        coder.exchange(&last)
        coder.exchange(&length)
    }
}
