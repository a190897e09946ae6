package import SondeCore

/// The last 60 response times of one endpoint, from which the features of the next probe are made.
package struct FeatureWindow: Sendable {
    package static let longWindow = 60
    package static let shortWindow = 10

    /// A window of identical times has no deviation; differences below this many milliseconds are not told apart.
    private static let deviationFloor: Float = 0.1
    /// Per cent of a mean near zero mean nothing; smaller means count as this many milliseconds.
    private static let meanFloor: Float = 1

    /// Milliseconds; a ring once it is full, `next` being the oldest.
    private var times: [Float] = []
    private var next = 0

    package init() {}

    /// Response times seen, at most 60.
    package var count: Int { times.count }

    /// The features of a probe with this response time, or nil before ten times were seen. Changes nothing.
    package func features(of milliseconds: Float, at time: Timestamp) -> FeatureVector? {
        guard times.count >= Self.shortWindow else { return nil }
        let short = statistics(ofLast: Self.shortWindow)
        let long = statistics(ofLast: times.count)
        return FeatureVector(
            rollingMean: short.mean, rollingDeviation: short.deviation,
            zScore: (milliseconds - long.mean) / max(long.deviation, Self.deviationFloor),
            percentDeviation: 100 * (milliseconds - short.mean) / max(short.mean, Self.meanFloor),
            rateOfChange: milliseconds - newest, hour: Float(time.hourOfDay), weekday: Float(time.weekday))
    }

    /// Takes in a response time, for the probes after it.
    package mutating func append(_ milliseconds: Float) {
        if times.count < Self.longWindow {
            times.append(milliseconds)
        } else {
            times[next] = milliseconds
            next = (next + 1) % Self.longWindow
        }
    }

    /// Mean and sample standard deviation, in two passes: 60 additions are cheap, and no error builds up.
    private func statistics(ofLast count: Int) -> (mean: Float, deviation: Float) {
        // The newest lie before `next`; the others, if the ring has turned over, at its end.
        let end = times.count < Self.longWindow ? times.count : next
        let older = Swift.max(0, count - end)
        return times.withUnsafeBufferPointer { times in
            var sum: Float = 0
            for index in Swift.max(0, end - count)..<end { sum += times[index] }
            for index in times.count - older..<times.count { sum += times[index] }
            let mean = sum / Float(count)
            var squares: Float = 0
            for index in Swift.max(0, end - count)..<end { squares += (times[index] - mean) * (times[index] - mean) }
            for index in times.count - older..<times.count {
                squares += (times[index] - mean) * (times[index] - mean)
            }
            return (mean, (squares / Float(Swift.max(1, count - 1))).squareRoot())
        }
    }

    /// The newest response time.
    private var newest: Float {
        times[times.count < Self.longWindow || next == 0 ? times.count - 1 : next - 1]
    }
}
