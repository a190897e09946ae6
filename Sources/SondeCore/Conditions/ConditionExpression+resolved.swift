extension ConditionExpression {
    /// The condition with what was found, for people: `[STATUS] (503) == 200`.
    func resolved(_ finding: Finding) -> String {
        let left = left.resolved(finding.left, beside: finding.right, inOrdering: comparison.isOrdering)
        let right = right.resolved(finding.right, beside: finding.left, inOrdering: comparison.isOrdering)
        return "\(left) \(comparison.rawValue) \(right)"
    }
}

extension Operand {
    /// - Parameter other: What the value was compared with.
    fileprivate func resolved(
        _ value: ConditionValue, beside other: ConditionValue, inOrdering: Bool
    ) -> String {
        switch self {
        case .literal(let literal): return literal.text
        case .matcher(_, let source):
            if case .unknown(let reason) = value { return "\(source) (\(reason))" }
            return source
        case .reading(let reading):
            var note = ""
            if inOrdering, case .text = value, value.number == nil { note = ", not a number" }
            return "\(reading.source) (\(reading.shown(value, beside: other))\(note))"
        }
    }
}

extension Reading {
    fileprivate func shown(_ value: ConditionValue, beside other: ConditionValue) -> String {
        switch value {
        case .number(let milliseconds) where placeholder == .certificateExpiration && function == nil:
            hoursMinutesSeconds(milliseconds)
        case .number(let number):
            // Beside a pattern each digit counts, and rounded to the bound itself it would seem to keep to it.
            other.number == nil || other.number == number.shortened ? number.plainText : number.shortened.plainText
        case .text(let text): text.isEmpty ? "empty" : shortened(text)
        case .integer, .literal, .missing, .unknown: shortened(value.text)
        }
    }
}

/// As durations are written in conditions: `336h`, `1h30m`, `-5s`.
private func hoursMinutesSeconds(_ milliseconds: Double) -> String {
    let seconds = Int64(milliseconds / 1000)
    let (hours, minutes, rest) = (abs(seconds) / 3600, abs(seconds) / 60 % 60, abs(seconds) % 60)
    var text = seconds < 0 ? "-" : ""
    if hours > 0 { text += "\(hours)h" }
    if minutes > 0 || (hours > 0 && rest > 0) { text += "\(minutes)m" }
    if rest > 0 || seconds == 0 { text += "\(rest)s" }
    return text
}

/// The beginning of a text that a target may have sent, fit for one line: without control and invisible characters.
private func shortened(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    // A body of nothing but control characters is not read to its end.
    for scalar in text.unicodeScalars.prefix(longestShown * 10) {
        guard result.count < longestShown else { return String(result) + "…" }
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator:
            // Line breaks part words; one space does as well.
            if scalar.properties.isWhitespace, result.last != " " { result.append(" ") }
        case .format, .surrogate, .privateUse, .unassigned: break
        default: result.append(scalar)
        }
    }
    return result.isEmpty ? "unprintable" : String(result)
}

/// Characters of a value that are shown.
private let longestShown = 60
