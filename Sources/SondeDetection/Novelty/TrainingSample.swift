import SondeCore

/// An even sample of the feature vectors of the training window, of bounded size; see ADR 0007.
///
/// Of every `stride` consecutive vectors one is kept, chosen by a hash so that no rhythm of the API is favoured. When
/// the sample is full and still lies within the window, every second vector is dropped and the stride doubles.
///
/// A feature is kept in two bytes and a time in four: the samples are most of what a fleet keeps in memory and saves.
struct TrainingSample: Sendable {
    /// Vectors kept at most. A tree sees 256 of them, and at least 15/32 of a full sample lie within the window, which must
    /// be as many. Twice as many were no better.
    static let capacity = 576

    /// Features are logarithms between 0 and about 30.
    private static let unit: Float = 1 / 2048

    /// Row-major, in units.
    private var features: [UInt16] = []
    /// Since 1970, of each row; they last until 2106.
    private var seconds: [UInt32] = []
    /// How far back the sample reaches.
    var window: Duration
    private var stride = 1
    private var seen = 0

    init(window: Duration) {
        self.window = window
    }

    var count: Int { seconds.count }

    mutating func append(_ features: NoveltyFeatures, at time: Timestamp) {
        defer { seen += 1 }
        guard seen % stride == chosen(seen / stride) else { return }
        if count >= Self.capacity {
            let start = Self.seconds(time.advanced(by: .zero - window))
            if self.seconds[count / 16] < start {
                dropExpired(before: start)
            } else {
                thin()
            }
        }
        features.withRow { row in
            for feature in row { self.features.append(Self.units(feature)) }
        }
        seconds.append(Self.seconds(time))
    }

    /// The vectors inside the window that ends at `time`, row-major with `NoveltyFeatures.count` columns.
    func rows(until time: Timestamp) -> [Float] {
        let start = Self.seconds(time.advanced(by: .zero - window))
        let first = seconds.firstIndex { $0 >= start } ?? count
        return features[(first * NoveltyFeatures.count)...].map { Float($0) * Self.unit }
    }

    /// What is too large, or is no number, is the largest.
    private static func units(_ feature: Float) -> UInt16 {
        let units = (feature / unit).rounded()
        return units < Float(UInt16.max) ? UInt16(units) : .max
    }

    private static func seconds(_ time: Timestamp) -> UInt32 { UInt32(clamping: time.microseconds / 1_000_000) }

    /// Which one of the `stride` vectors of a group is kept.
    private func chosen(_ group: Int) -> Int {
        var mixed = UInt64(truncatingIfNeeded: group) &* 0x9e37_79b9_7f4a_7c15
        mixed = (mixed ^ (mixed >> 32)) &* 0xd6e8_feb8_6659_fd93
        return Int((mixed >> 33) % UInt64(stride))
    }

    private mutating func dropExpired(before start: UInt32) {
        let expired = seconds.firstIndex { $0 >= start } ?? count
        seconds.removeFirst(expired)
        features.removeFirst(expired * NoveltyFeatures.count)
    }

    private mutating func thin() {
        let width = NoveltyFeatures.count
        var kept = 0
        for index in Swift.stride(from: 0, to: count, by: 2) {
            seconds[kept] = seconds[index]
            for column in 0..<width { features[kept * width + column] = features[index * width + column] }
            kept += 1
        }
        seconds.removeLast(count - kept)
        features.removeLast(features.count - kept * width)
        stride *= 2
    }
}

extension TrainingSample: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        coder.exchange(&features, limit: Self.capacity * NoveltyFeatures.count)
        coder.exchange(&seconds, limit: Self.capacity)
        coder.exchange(&stride)
        coder.exchange(&seen)
        if features.count != seconds.count * NoveltyFeatures.count || stride <= 0 || seen < 0 { coder.refuse() }
    }
}
