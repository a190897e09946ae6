extension Duration {
    /// The duration in milliseconds, with its fraction.
    package var milliseconds: Double {
        Double(components.seconds) * 1e3 + Double(components.attoseconds) / 1e15
    }

    /// The duration in seconds, with its fraction.
    package var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }

    /// The duration in whole microseconds, rounded towards zero.
    package var microseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }

    /// The duration as a person writes it: `850 µs`, `12.3 ms`, `4.02 s`, `3 min`, `5 h`, `2 d`.
    package var text: String {
        let ms = abs(milliseconds)
        let sign = self < .zero ? "-" : ""
        switch ms {
        case 0: return "0 ms"
        case ..<1: return "\(sign)\(Int((ms * 1000).rounded())) µs"
        case ..<100: return "\(sign)\(rounded(ms, 10)) ms"
        case ..<1000: return "\(sign)\(Int(ms.rounded())) ms"
        case ..<60_000: return "\(sign)\(rounded(ms / 1000, 100)) s"
        case ..<3_600_000: return "\(sign)\(Int((ms / 60_000).rounded())) min"
        case ..<172_800_000: return "\(sign)\(Int((ms / 3_600_000).rounded())) h"
        default: return "\(sign)\(Int((ms / 86_400_000).rounded())) d"
        }
    }
}

/// A number rounded to 1/`steps` and written without a trailing `.0`.
private func rounded(_ value: Double, _ steps: Double) -> String {
    let number = (value * steps).rounded() / steps
    return number == number.rounded() ? String(Int(number)) : String(number)
}
