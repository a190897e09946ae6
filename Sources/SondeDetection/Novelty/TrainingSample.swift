import SondeCore

/// An even sample of the feature vectors of the training window, of bounded size; see ADR 0007.
///
/// Of every `stride` consecutive vectors one is kept, chosen by a hash so that no rhythm of the API is favoured. When
/// the sample is full and still lies within the window, every second vector is dropped and the stride doubles.
struct TrainingSample: Sendable {
    /// Vectors kept at most. A tree sees 256 of them, and at least 15/32 of a full sample lie within the window, which must
    /// be as many. Twice as many were no better.
    static let capacity = 576

    private var rows: [Float] = []
    private var timestamps: [Timestamp] = []
    /// How far back the sample reaches.
    var window: Duration
    private var stride = 1
    private var seen = 0

    init(window: Duration) {
        self.window = window
    }

    var count: Int { timestamps.count }

    mutating func append(_ features: NoveltyFeatures, at time: Timestamp) {
        defer { seen += 1 }
        guard seen % stride == chosen(seen / stride) else { return }
        if count >= Self.capacity {
            if timestamps[count / 16].duration(to: time) > window {
                dropExpired(before: time.advanced(by: .zero - window))
            } else {
                thin()
            }
        }
        features.append(to: &rows)
        timestamps.append(time)
    }

    /// The vectors inside the window that ends at `time`, row-major with `NoveltyFeatures.count` columns.
    func rows(until time: Timestamp) -> [Float] {
        let start = time.advanced(by: .zero - window)
        let first = timestamps.firstIndex { $0 >= start } ?? count
        return Array(rows[(first * NoveltyFeatures.count)...])
    }

    /// Which one of the `stride` vectors of a group is kept.
    private func chosen(_ group: Int) -> Int {
        var mixed = UInt64(truncatingIfNeeded: group) &* 0x9e37_79b9_7f4a_7c15
        mixed = (mixed ^ (mixed >> 32)) &* 0xd6e8_feb8_6659_fd93
        return Int((mixed >> 33) % UInt64(stride))
    }

    private mutating func dropExpired(before start: Timestamp) {
        let expired = timestamps.firstIndex { $0 >= start } ?? count
        timestamps.removeFirst(expired)
        rows.removeFirst(expired * NoveltyFeatures.count)
    }

    private mutating func thin() {
        let width = NoveltyFeatures.count
        var kept = 0
        for index in Swift.stride(from: 0, to: count, by: 2) {
            timestamps[kept] = timestamps[index]
            for column in 0..<width { rows[kept * width + column] = rows[index * width + column] }
            kept += 1
        }
        timestamps.removeLast(count - kept)
        rows.removeLast(rows.count - kept * width)
        stride *= 2
    }
}

/// Each feature is remembered in two bytes.
extension TrainingSample: Remembering {
    /// Features are logarithms between 0 and about 30.
    private static let unit: Float = 1 / 2048

    mutating func exchange(_ coder: inout StateCoder) {
        var features = rows.map { UInt16(clamping: Int(($0 / Self.unit).rounded())) }
        var seconds = timestamps.map { Int32(clamping: $0.microseconds / 1_000_000) }
        coder.exchange(&features, limit: Self.capacity * NoveltyFeatures.count)
        coder.exchange(&seconds, limit: Self.capacity)
        coder.exchange(&stride)
        coder.exchange(&seen)
        guard features.count == seconds.count * NoveltyFeatures.count, stride > 0, seen >= 0 else {
            return coder.refuse()
        }
        rows = features.map { Float($0) * Self.unit }
        timestamps = seconds.map { Timestamp(microseconds: Int64($0) * 1_000_000) }
    }
}
