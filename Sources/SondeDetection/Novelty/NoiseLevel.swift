/// The usual size of a value's distance from the median of those just before it: what distances are measured in.
struct NoiseLevel: Sendable, Hashable {
    /// Of a restless week, a quiet day keeps at least this share.
    private static let leastOfWeek = 0.3
    /// Of the mean size of values: less is rounding.
    private static let leastOfValues = 0.002
    private static let least = 1e-9
    /// One distance counts with at most this many usual ones, once those are known.
    private static let outlierLimit = 5.0
    /// So many usual ones in the mean of a week, and so many usual values: a sentinel must not blind for weeks.
    private static let monsterLimit = 100.0
    private static let valuesNeeded = 60.0
    /// Where the very first values were the monsters, the mean comes down to at most so many of the others.
    private static let firstLimit = 1000.0

    private var day: WeightedMean
    private var week: WeightedMean
    private var values: WeightedMean

    /// - Parameter valuesPerDay: How many values come in a day.
    init(valuesPerDay: Double) {
        day = WeightedMean(memory: Swift.max(24, valuesPerDay))
        week = WeightedMean(memory: 7 * Swift.max(24, valuesPerDay))
        values = WeightedMean(memory: 7 * Swift.max(24, valuesPerDay))
    }

    var level: Double {
        Swift.max(day.mean, Self.leastOfWeek * week.mean, Self.leastOfValues * values.mean, Self.least)
    }

    mutating func add(_ value: Double, distance: Double) {
        // The count of a mean never passes its memory.
        let isKnown = day.count > Swift.min(Self.valuesNeeded, day.memory / 2)
        day.add(distance, limit: isKnown ? Self.outlierLimit : Self.monsterLimit, isYoung: !isKnown)
        week.add(distance, limit: Self.monsterLimit, isYoung: !isKnown)
        values.add(abs(value), limit: Self.monsterLimit, isYoung: !isKnown)
    }

    /// An exponentially weighted mean that is exact while it is young.
    private struct WeightedMean: Sendable, Hashable {
        let memory: Double
        private var sum = 0.0
        private(set) var count = 0.0

        init(memory: Double) { self.memory = memory }

        var mean: Double { count > 0 ? sum / count : 0 }

        /// - Parameters:
        ///   - limit: A value counts with at most as many means; where the mean is 0, whatever it is.
        ///   - isYoung: The mean is of a few values, the first of which may have been the monster.
        mutating func add(_ value: Double, limit: Double, isYoung: Bool) {
            if isYoung, value > 0, mean > NoiseLevel.firstLimit * value { sum = NoiseLevel.firstLimit * value * count }
            let value = mean > 0 ? Swift.min(value, limit * mean) : value
            sum = sum * (1 - 1 / memory) + value
            count = count * (1 - 1 / memory) + 1
        }

        mutating func exchange(_ coder: inout StateCoder) {
            coder.exchange(&sum)
            coder.exchange(&count)
        }
    }
}

extension NoiseLevel: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        day.exchange(&coder)
        week.exchange(&coder)
        values.exchange(&coder)
    }
}
