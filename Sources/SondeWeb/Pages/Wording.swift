import SondeCore

/// Numbers and states as people read them.
enum Wording {
    static func state(_ state: EndpointStatus.State) -> String {
        switch state {
        case .pending: "Pending"
        case .up: "Up"
        case .degraded: "Degraded"
        case .down: "Down"
        case .disabled: "Disabled"
        }
    }

    /// A share as a percentage, never rounded up: 100 % means that nothing failed.
    static func uptime(_ counts: ProbeCounts) -> String {
        guard let share = counts.availability else { return "–" }
        guard counts.failures > 0 else { return "100 %" }
        let hundredths = Int(share * 10_000)
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100) %"
    }

    /// How far the detector has come; that of a disabled endpoint gets no further.
    static func learning(_ status: EndpointStatus) -> String {
        guard status.enabled else { return "–" }
        let progress =
            switch status.learning {
            case .learning where status.awaitsSuccess: "Awaits a success"
            case .learning(let share): "Learning \(Int(100 * share)) %"
            case .learned: "Learned"
            }
        return status.mode == .observe ? "\(progress), only observed" : progress
    }

    /// `512 B`, `4.2 kB`, `1.8 MB`.
    static func size(_ bytes: Int) -> String {
        switch bytes {
        case ..<1000: "\(bytes) B"
        case ..<1_000_000: tenths(Double(bytes) / 1000) + " kB"
        case ..<1_000_000_000: tenths(Double(bytes) / 1_000_000) + " MB"
        default: tenths(Double(bytes) / 1_000_000_000) + " GB"
        }
    }

    /// A whole number with a thin space between thousands: `12 345`.
    static func count(_ number: Int) -> String {
        let digits = Array(String(number))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3), digits[index - 1] != "-" { text += "\u{202F}" }
            text.append(digit)
        }
        return text
    }

    static func count(_ number: Int, _ one: String, _ many: String) -> String {
        "\(count(number)) \(number == 1 ? one : many)"
    }

    private static func tenths(_ value: Double) -> String {
        let rounded = Int((value * 10).rounded())
        return rounded.isMultiple(of: 10) ? "\(rounded / 10)" : "\(rounded / 10).\(rounded % 10)"
    }

    /// A time where no script turns it into the reader's own: `2026-11-22 10:04:05 UTC`.
    static func time(_ time: Timestamp) -> String {
        time.dated
    }

    static func phase(_ duration: Duration?) -> String {
        duration?.text ?? "–"
    }

    /// A decision score with two decimals: `-0.13`.
    static func score(_ score: Double) -> String {
        let hundredths = Int((score * 100).rounded())
        let digits = "\(abs(hundredths) % 100)"
        return "\(hundredths < 0 ? "-" : "")\(abs(hundredths) / 100).\(digits.count < 2 ? "0" : "")\(digits)"
    }
}

extension EndpointStatus {
    /// Whether it was probed and nothing could be learned from it: all probes so far failed.
    var awaitsSuccess: Bool {
        guard case .learning(share: 0) = learning, let last else { return false }
        return !last.success
    }
}
