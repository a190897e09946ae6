import SondeCore

/// Says in a person's words why a probe was marked: the features that stand out, with figures.
struct ReasonWriter {
    let milliseconds: Float
    let features: FeatureVector
    let phases: PhaseTimings
    let baseline: PhaseBaseline

    /// At most three reasons, the strongest first; never empty.
    func reasons() -> [String] {
        var reasons = [comparison]
        if let phase = baseline.largestGrowth(in: phases),
            phase.growth > 0.3 * abs(milliseconds - features.rollingMean),
            milliseconds > features.rollingMean
        {
            reasons.append("\(phase.name) grew most, by \(text(phase.growth))")
        }
        if abs(features.zScore) >= 3 {
            let side = features.zScore > 0 ? "above" : "below"
            reasons.append("\(oneDecimal(abs(features.zScore))) standard deviations \(side) the mean of the last 60")
        } else if features.rollingDeviation > 0.5 * max(features.rollingMean, 1) {
            reasons.append(
                "the previous 10 varied widely (standard deviation \(text(features.rollingDeviation)))")
        }
        return reasons
    }

    private var comparison: String {
        let mean = max(features.rollingMean, 0.01)
        let ratio = milliseconds / mean
        let answer = "response time \(text(milliseconds))"
        if ratio >= 1.5 { return "\(answer), \(oneDecimal(ratio)) times the mean of the previous 10 (\(text(mean)))" }
        if ratio <= 0.67 {
            return "\(answer), \(Int((100 * ratio).rounded())) % of the mean of the previous 10 (\(text(mean)))"
        }
        let percent = Int(abs(features.percentDeviation).rounded())
        let side = features.percentDeviation >= 0 ? "above" : "below"
        return "\(answer), \(percent) % \(side) the mean of the previous 10 (\(text(mean))), in an unusual pattern"
    }

    private func text(_ milliseconds: Float) -> String {
        Duration.microseconds(Int64(milliseconds * 1000)).text
    }

    private func oneDecimal(_ value: Float) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 || tenths >= 1000 ? String(tenths / 10) : "\(tenths / 10).\(tenths % 10)"
    }
}
