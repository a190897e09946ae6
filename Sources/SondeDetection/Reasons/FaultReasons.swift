import SondeCore

/// Says in a person's words, with figures, why probes together prove a fault.
struct FaultReasons {
    let result: ProbeResult
    let time: ValueChannel.Reading?
    let size: ValueChannel.Reading?
    let failures: FailureChannel
    let phases: [PhaseChannels.Reading]

    /// At most three, the strongest first; never empty.
    func text(of kind: Fault.Kind) -> [String] {
        switch kind {
        case .failures: return failureReasons
        case .slow, .fast:
            guard let time, let responseTime = result.responseTime else { return ["answers take an unusual time"] }
            let whole = text(of: "response time", responseTime.milliseconds, time)
            guard kind == .slow else { return [whole] + (size.map { $0.isFarOff ? [text(ofSize: $0)] : [] } ?? []) }
            // Where a phase alone is odd, it is what matters.
            return time.alarm == nil ? phaseReasons + [whole] : [whole] + phaseReasons
        case .high, .low, .zero, .missing: return ["values are unusual"]
        case .large, .small:
            guard let size else { return ["answers have an unusual size"] }
            guard let time, time.isFarOff, let responseTime = result.responseTime else { return [text(ofSize: size)] }
            return [text(ofSize: size), text(of: "response time", responseTime.milliseconds, time)]
        }
    }

    private func text(ofSize size: ValueChannel.Reading) -> String {
        // Sizes are judged as one byte more, so that nothing has a ratio, too.
        let usual = Swift.max(0, (size.expected - 1).rounded())
        let comparison = Comparison(value: Double(result.responseSize), usual: usual)
        return "\(result.responseSize) bytes instead of \(Int(clamping: usual)), \(comparison.text) its usual"
    }

    private var failureReasons: [String] {
        let often = Int((1 / failures.usualRate).rounded())
        let share = "\(failures.failuresOfLast) of the last 20 probes failed, its normal is 1 in \(often)"
        return result.failure.map { [share, "the newest: \($0.message)"] } ?? [share]
    }

    /// Which phase made the answer slow, and which did not; none where no phase grew.
    private var phaseReasons: [String] {
        let odd = phases.filter(\.isOdd)
        let grown = (odd.isEmpty ? phases : odd).max { $0.growth < $1.growth }
        guard let grown, grown.growth > 0 else { return [] }
        guard stands(grown) else { return [GrowthReason(name: grown.phase.name, milliseconds: grown.growth).text] }
        let normal = phases.filter { !stands($0) }.map(\.phase.name)
        let reason = text(of: grown.phase.name, grown.milliseconds, grown.value)
        return normal.isEmpty ? [reason] : [reason, "\(Self.list(normal)) normal"]
    }

    private func stands(_ phase: PhaseChannels.Reading) -> Bool { phase.isOdd || phase.value.isFarOff }

    /// `time to first byte 812 ms, 4.1 times its usual for Tuesday 10:00 UTC (198 ms)`.
    private func text(of name: String, _ milliseconds: Double, _ reading: ValueChannel.Reading) -> String {
        let comparison = Comparison(value: milliseconds, usual: reading.expected)
        let beside = comparison.isEqual ? "as usual" : "\(comparison.text) its usual"
        return "\(name) \(Self.text(milliseconds)), \(beside) for \(slot) (\(Self.text(reading.expected)))"
    }

    private static func text(_ milliseconds: Double) -> String {
        Duration.microseconds(Int64(clamping: milliseconds * 1000)).text
    }

    /// `DNS, connect and TLS`.
    private static func list(_ names: [String]) -> String {
        guard names.count > 1, let last = names.last else { return names.joined() }
        return "\(names.dropLast().joined(separator: ", ")) and \(last)"
    }

    /// `Tuesday 10:00`: what is usual is usual for a time of the week.
    private var slot: String {
        let day = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][
            result.timestamp.weekday]
        return "\(day) \(result.timestamp.timeOfDay.prefix(5)) UTC"
    }
}

/// Which part of a time grew, where it does not stand out by itself.
struct GrowthReason {
    let name: String
    let milliseconds: Double

    var text: String {
        "\(name) grew most, by \(Duration.microseconds(Int64(clamping: milliseconds * 1000)).text)"
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

    /// To the per cent.
    var isEqual: Bool { abs(value / Swift.max(usual, 0.001) - 1) < 0.005 }

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
