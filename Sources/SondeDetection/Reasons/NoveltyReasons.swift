import SondeCore

/// Says in a person's words why a single value was marked.
struct NoveltyReasons {
    let novelty: Novelty
    let kind: ChannelKind
    /// What slowed a probe most, beside its usual time.
    var growth: (name: String, milliseconds: Double)?

    /// At most three reasons, the strongest first; never empty.
    func text() -> [String] {
        var reasons = [
            "\(subject) \(text(novelty.value)), \(comparison(with: novelty.usual, "its usual of the last 15"))"
        ]
        if let growth, growth.milliseconds > 0, novelty.value > novelty.usual {
            reasons.append(GrowthReason(name: growth.name, milliseconds: growth.milliseconds).text)
        }
        if novelty.record > 0 {
            reasons.append("the \(novelty.value > novelty.usual ? "highest" : "lowest") of the last weeks")
        } else if let nearest = novelty.nearestDay, abs(novelty.value - nearest) > 3 * novelty.noise {
            reasons.append(comparison(with: nearest, "the nearest of this time of the last seven days"))
        }
        return reasons
    }

    private var subject: String { kind == .ratio ? "response time" : "value" }

    /// `4.1 times its usual of the last 15 (198 ms)`, or for numbers `12.5 above its usual of the last 15 (3)`.
    private func comparison(with other: Double, _ name: String) -> String {
        switch kind {
        case .ratio:
            let ratio = Comparison(value: kind.unscaled(novelty.value), usual: kind.unscaled(other)).text
            return "\(ratio) \(name) (\(text(other)))"
        case .number:
            let side = novelty.value >= other ? "above" : "below"
            return "\(ShortNumber.text(abs(novelty.value - other))) \(side) \(name) (\(text(other)))"
        }
    }

    private func text(_ scaled: Double) -> String {
        let value = kind.unscaled(scaled)
        return kind == .ratio ? Duration.microseconds(Int64(clamping: value * 1000)).text : ShortNumber.text(value)
    }
}

/// A number with four digits that matter, as a person writes it.
enum ShortNumber {
    static func text(_ value: Double) -> String {
        guard value.isFinite else { return "\(value)" }
        guard value != 0 else { return "0" }
        let magnitude = abs(value)
        if magnitude >= 1e7 || magnitude < 1e-4 { return scientific(value) }
        var decimals = 0
        var limit = 1000.0
        while magnitude < limit, decimals < 7 {
            decimals += 1
            limit /= 10
        }
        return fixed(value, decimals: decimals)
    }

    private static func fixed(_ value: Double, decimals: Int) -> String {
        var power = 1.0
        for _ in 0..<decimals { power *= 10 }
        var digits = Int((abs(value) * power).rounded())
        var decimals = decimals
        while decimals > 0, digits % 10 == 0 {
            digits /= 10
            decimals -= 1
        }
        let sign = value < 0 && digits > 0 ? "-" : ""
        guard decimals > 0 else { return "\(sign)\(digits)" }
        let text = String(digits)
        let padded = String(repeating: "0", count: Swift.max(0, decimals + 1 - text.count)) + text
        return "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
    }

    private static func scientific(_ value: Double) -> String {
        var exponent = Int(Logarithm.base10(abs(value)).rounded(.down))
        guard exponent > -309 else { return "\(value)" }
        // What is rounded up to ten has one digit more.
        if abs(value / Logarithm.power10(exponent)) >= 9.9995 { exponent += 1 }
        guard exponent != -4 else { return fixed(value, decimals: 7) }
        return "\(fixed(value / Logarithm.power10(exponent), decimals: 3))e\(exponent)"
    }
}
