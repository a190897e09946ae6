/// The features of one probe, in the order of the forest's columns: the feature table of the published pipeline.
///
/// Every rolling statistic ends before the probe itself; a point inside its own window hides its own spike.
package struct FeatureVector: Sendable, Hashable {
    /// Mean of the previous ten response times, in milliseconds.
    package var rollingMean: Float
    /// Sample standard deviation of the previous ten, in milliseconds.
    package var rollingDeviation: Float
    /// Distance from the mean of the previous 60, in their standard deviations.
    package var zScore: Float
    /// Distance from `rollingMean`, in per cent of it.
    package var percentDeviation: Float
    /// Difference from the previous response time, in milliseconds.
    package var rateOfChange: Float
    /// Hour of the day in UTC, 0 to 23.
    package var hour: Float
    /// Day of the week in UTC, 0 (Monday) to 6.
    package var weekday: Float

    /// Columns of the forest.
    package static let count = 7

    package func append(to row: inout [Float]) {
        row.append(rollingMean)
        row.append(rollingDeviation)
        row.append(zScore)
        row.append(percentDeviation)
        row.append(rateOfChange)
        row.append(hour)
        row.append(weekday)
    }

    /// The columns in a buffer of exactly `count` floats on the stack; no allocation.
    package func withRow<Result>(_ body: (UnsafeBufferPointer<Float>) -> Result) -> Result {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: Self.count) { row in
            row[0] = rollingMean
            row[1] = rollingDeviation
            row[2] = zScore
            row[3] = percentDeviation
            row[4] = rateOfChange
            row[5] = hour
            row[6] = weekday
            return body(UnsafeBufferPointer(row))
        }
    }
}
