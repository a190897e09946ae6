/// The most surprising marks of a series.
struct PlotMarks: Sendable {
    /// The most marks that are kept.
    let limit: Int
    /// How many were added.
    private(set) var total = 0
    /// Up to twice the limit, so that they are sorted seldom.
    private var held: [PlotMark] = []
    /// The least surprise that can still be among the kept.
    private var threshold = -Double.infinity

    /// - Parameter limit: At least 1.
    init(limit: Int = 2000) {
        self.limit = max(1, limit)
    }

    /// How many are not among `kept`.
    var leftOut: Int { max(0, total - limit) }

    /// The most surprising, in the order of time; of equals the earlier ones.
    var kept: [PlotMark] {
        Array(held.sorted(by: Self.ranks).prefix(limit)).sorted { $0.time < $1.time }
    }

    mutating func add(_ mark: PlotMark) {
        total += 1
        guard mark.surprise >= threshold else { return }
        held.append(mark)
        guard held.count >= 2 * limit else { return }
        held.sort(by: Self.ranks)
        held.removeLast(held.count - limit)
        threshold = held[limit - 1].surprise
    }

    private static func ranks(_ one: PlotMark, before other: PlotMark) -> Bool {
        one.surprise == other.surprise ? one.time < other.time : one.surprise > other.surprise
    }
}
