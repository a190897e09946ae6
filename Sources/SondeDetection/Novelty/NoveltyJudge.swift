package import SondeCore

/// Says of single values how strange they are: how far from the last ones, from this time of the last seven days, from
/// all of the last weeks, and what an isolation forest says of all that together.
package struct NoveltyJudge: Sendable {
    /// The tail of the last values weighs half: most strange values show in both, but what returns to normal in it alone.
    private static let lastWeight = 0.5
    /// Records count for the surprise alone: the first ones of any noise are far beyond a young range.
    private static let rangeWeight = 0.5
    /// A forest's score of the sample's usual rows is below; what is above it is weighed as that many tenth powers.
    private static let usualScore = 0.6
    private static let forestWeight = 30.0
    /// Values after a gap that are compared with the time of day alone: those before the gap are old.
    private static let valuesAfterGap = 3
    private static let seasonWeightAfterGap = 3.0
    /// Distances are compared on a logarithmic scale; so many widths of the range are as much as one unit of noise.
    private static let rangeScale = 20.0

    private let interval: Duration
    private let isSeries: Bool
    private var few = SlidingMedian(width: 5)
    private var some = SlidingMedian(width: 15)
    private var many = SlidingMedian(width: 60)
    private var noise: NoiseLevel
    private var profile: SeasonalProfile
    private var range = ValueRange()
    private var lastTail = TailEstimate()
    private var nearestDayTail = TailEstimate()
    private var seasonTail = TailEstimate()
    private var rangeTail = TailEstimate()
    private var forest: NoveltyForest
    private var gate = MarkGate()
    private var onset = Onset()
    private var last: Timestamp?
    private var sinceGap = 0

    /// - Parameters:
    ///   - interval: Between two values.
    ///   - seed: Of the forest; the same seed and values give the same verdicts.
    ///   - isSeries: Of a series, what is strange after a gap is marked again; a slow probe is followed by a gap because
    ///     the next turn was skipped for it.
    package init(settings: AnomalySettings, interval: Duration, seed: UInt64, isSeries: Bool) {
        self.interval = interval
        self.isSeries = isSeries
        noise = NoiseLevel(valuesPerDay: 86_400 / Swift.max(1, interval.seconds))
        profile = SeasonalProfile(interval: interval)
        forest = NoveltyForest(settings: settings, seed: seed)
    }

    /// Takes over changed settings; what was learned stays.
    mutating func update(_ settings: AnomalySettings) { forest.update(settings) }

    package var isFitted: Bool { forest.isFitted }

    /// Judges a value, on the scale on which values are compared, and learns from it.
    ///
    /// - Parameter learns: Nothing is wrong; otherwise neither the time of day nor the forest learns.
    package mutating func judge(_ value: Double, at time: Timestamp, learns: Bool) -> Novelty {
        let isAfterGap = last.map { $0.duration(to: time) * 2 > interval * 3 } ?? true
        sinceGap = isAfterGap ? 0 : sinceGap + 1
        last = time
        profile.move(to: time)
        var novelty = Novelty(value: value)
        let features = features(of: value, &novelty)
        let score = forest.score(features)
        weigh(features, score?.score, &novelty)
        novelty.score = score?.decision
        novelty.isMark = gate.judge(novelty.strangeness, afterGap: isAfterGap && isSeries)
        novelty.isStrange = gate.isStrange
        novelty.isAfterGap = isAfterGap
        novelty.surprise = onset.pass(novelty.surprise, at: time)
        learn(value, features, score?.score, at: time, learns: learns, isUsual: learns && !novelty.isStrange)
        return novelty
    }

    private func features(of value: Double, _ novelty: inout Novelty) -> NoveltyFeatures {
        let scale = noise.level
        let hour = many.median ?? value
        let last = some.median ?? value
        let few = few.median ?? value
        let season = profile.references.median ?? hour
        novelty.noise = scale
        novelty.usual = last
        novelty.nearestDay = profile.nearest(to: value)
        novelty.record = range.excess(of: value)
        return NoveltyFeatures(
            fromFew: abs(value - few) / scale, fromLast: abs(value - last) / scale,
            fromHour: abs(value - hour) / scale, fromSeason: abs(value - season) / scale,
            fromNearestDay: abs(value - (novelty.nearestDay ?? hour)) / scale, movement: abs(few - hour) / scale,
            offset: abs(last - season) / scale)
    }

    private mutating func weigh(_ features: NoveltyFeatures, _ score: Double?, _ novelty: inout Novelty) {
        let last = Self.surprise(of: features.fromLast, &lastTail)
        let season = Self.surprise(of: features.fromSeason, &seasonTail)
        let nearestDay = Self.surprise(of: features.fromNearestDay, &nearestDayTail)
        let record = Self.surprise(of: novelty.record * Self.rangeScale, &rangeTail)
        novelty.surprise = nearestDay + Self.rangeWeight * record
        var strangeness = Self.lastWeight * last + nearestDay
        if sinceGap < Self.valuesAfterGap { strangeness = Swift.max(strangeness, Self.seasonWeightAfterGap * season) }
        if let score { strangeness += Self.forestWeight * Swift.max(0, score - Self.usualScore) }
        // What is usual at this time of day and within the range is not strange, whatever came before.
        let isUsualNow = novelty.nearestDay != nil && novelty.surprise == 0
        novelty.strangeness = isUsualNow ? 0 : strangeness
    }

    /// Judges a distance and learns from it: a tail that knew no large ones would call every one rare.
    private static func surprise(of distance: Double, _ tail: inout TailEstimate) -> Double {
        let scaled = Logarithm.ofOnePlus(distance)
        defer { tail.add(scaled) }
        return tail.surprise(of: scaled)
    }

    private mutating func learn(
        _ value: Double, _ features: NoveltyFeatures, _ score: Double?, at time: Timestamp, learns: Bool,
        isUsual: Bool
    ) {
        noise.add(value, distance: abs(value - (few.median ?? value)))
        range.add(value, at: time)
        few.add(value)
        some.add(value)
        many.add(value)
        if learns { profile.learn(value) }
        if isUsual {
            forest.learn(features, score: score, at: time)
        }
    }
}

extension NoveltyJudge: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        coder.exchange(&few)
        coder.exchange(&some)
        coder.exchange(&many)
        coder.exchange(&noise)
        coder.exchange(&profile)
        coder.exchange(&range)
        coder.exchange(&lastTail)
        coder.exchange(&nearestDayTail)
        coder.exchange(&seasonTail)
        coder.exchange(&rangeTail)
        coder.exchange(&forest)
        coder.exchange(&gate)
        coder.exchange(&onset)
        coder.exchange(&last)
        coder.exchange(&sinceGap)
    }
}
