/// How far a value lies from what was before it, in units of its noise; the columns of the forest.
struct NoveltyFeatures: Sendable, Hashable {
    /// From the median of the last five, 15 and 60.
    var fromFew: Double
    var fromLast: Double
    var fromHour: Double
    /// From the median of this time of the last seven days.
    var fromSeason: Double
    /// From the nearest of the values of this time of the last seven days.
    var fromNearestDay: Double
    /// Of the last few from the last 60: a level that is moving.
    var movement: Double
    /// Of the last 15 from the median of the days: a level that is not the usual one.
    var offset: Double

    static let count = 7

    /// The columns in a buffer of exactly `count` floats on the stack; no allocation.
    ///
    /// They are on a logarithmic scale: a forest splits evenly between the smallest and the largest value.
    func withRow<Result>(_ body: (UnsafeBufferPointer<Float>) -> Result) -> Result {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: Self.count) { row in
            row[0] = Float(Logarithm.ofOnePlus(fromFew))
            row[1] = Float(Logarithm.ofOnePlus(fromLast))
            row[2] = Float(Logarithm.ofOnePlus(fromHour))
            row[3] = Float(Logarithm.ofOnePlus(fromSeason))
            row[4] = Float(Logarithm.ofOnePlus(fromNearestDay))
            row[5] = Float(Logarithm.ofOnePlus(movement))
            row[6] = Float(Logarithm.ofOnePlus(offset))
            return body(UnsafeBufferPointer(row))
        }
    }
}
