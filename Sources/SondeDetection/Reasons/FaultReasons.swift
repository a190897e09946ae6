import SondeCore

/// Says in a person's words, with figures, why probes together prove a fault.
struct FaultReasons {
    let result: ProbeResult
    let time: ValueChannel.Reading?
    let size: ValueChannel.Reading?
    let failures: FailureChannel
    let phases: PhaseBaseline

    /// At most three, the strongest first; never empty.
    func text(of kind: Fault.Kind) -> [String] {
        switch kind {
        case .failures: return failureReasons
        case .slow, .fast:
            guard let time, let responseTime = result.responseTime else { return ["answers take an unusual time"] }
            let usual = Duration.microseconds(Int64(clamping: time.expected * 1000))
            let comparison = Comparison(value: responseTime.milliseconds, usual: time.expected)
            var reasons = [
                "response time \(responseTime.text), \(comparison.text) its usual for \(slot) (\(usual.text))"
            ]
            if kind == .slow { reasons += phaseReasons }
            return reasons
        case .high, .low, .zero, .missing: return ["values are unusual"]
        case .large, .small:
            guard let size else { return ["answers have an unusual size"] }
            // Sizes are judged as one byte more, so that nothing has a ratio, too.
            let usual = Swift.max(0, (size.expected - 1).rounded())
            let comparison = Comparison(value: Double(result.responseSize), usual: usual)
            return [
                "\(result.responseSize) bytes instead of \(Int(clamping: usual)), \(comparison.text) its usual"
            ]
        }
    }

    private var failureReasons: [String] {
        let often = Int((1 / failures.usualRate).rounded())
        let share = "\(failures.failuresOfLast) of the last 20 probes failed, its normal is 1 in \(often)"
        return result.failure.map { [share, "the newest: \($0.message)"] } ?? [share]
    }

    private var phaseReasons: [String] {
        guard let largest = phases.largestGrowth(in: result.phases) else { return [] }
        return ["\(largest.name) grew most, by \(Duration.microseconds(Int64(largest.growth * 1000)).text)"]
    }

    /// `Tuesday 10:00`: what is usual is usual for a time of the week.
    private var slot: String {
        let day = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][
            result.timestamp.weekday]
        return "\(day) \(result.timestamp.timeOfDay.prefix(5)) UTC"
    }
}

extension FixedWidthInteger {
    /// The nearest whole number; 0 for what is none.
    init(clamping value: Double) {
        self = value.isNaN ? 0 : Self(exactly: value.rounded()) ?? (value < 0 ? .min : .max)
    }
}

/// A value beside its usual one, as a person says it.
struct Comparison {
    let value: Double
    let usual: Double

    /// `4.1 times`, `12 % above`, `12 % below`, `10 % of`.
    var text: String {
        let ratio = value / Swift.max(usual, 0.001)
        switch ratio {
        case 1.5...: return "\(Self.rounded(ratio)) times"
        case 1...: return "\(Int(((ratio - 1) * 100).rounded())) % above"
        case 0.67..<1: return "\(Int(((1 - ratio) * 100).rounded())) % below"
        default: return "\(Self.rounded(100 * ratio)) % of"
        }
    }

    private static func rounded(_ number: Double) -> String {
        guard number < 10 else { return String(Int(number.rounded())) }
        let tenths = Int((number * 10).rounded())
        return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths / 10).\(tenths % 10)"
    }
}
