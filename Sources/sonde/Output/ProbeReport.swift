import SondeCore

/// One probe from end to end, as text for a terminal.
struct ProbeReport {
    private static let barWidth = 40

    let endpoint: Endpoint
    let result: ProbeResult
    let now: Timestamp

    func lines() -> [String] {
        var lines = [headline, ""]
        lines += phaseLines()
        lines += certificateLines()
        lines += conditionLines()
        if let failure = result.failure {
            let message = TerminalText.safe(failure.message)
            lines += ["", Terminal.styled("failed (\(failure.category.rawValue)): \(message)", "31")]
        } else {
            lines += ["", Terminal.styled("succeeded", "32")]
        }
        return lines
    }

    private var headline: String {
        var parts = ["\(endpoint.method) \(endpoint.displayURL)"]
        if let status = result.statusCode { parts.append("status \(status)") }
        if let version = result.httpVersion { parts.append("HTTP/\(version)") }
        if let address = result.remoteAddress { parts.append("from \(address)") }
        if result.statusCode != nil { parts.append("\(result.responseSize) bytes") }
        return TerminalText.safe(parts.joined(separator: "  "))
    }

    private func phaseLines() -> [String] {
        let phases: [(String, Duration?)] = [
            ("redirects", result.redirectCount > 0 ? result.redirectTime : nil), ("DNS", result.phases.dns),
            ("connect", result.phases.connect), ("TLS", result.phases.tls), ("first byte", result.phases.ttfb),
            ("transfer", result.phases.transfer),
        ]
        let total = result.redirectTime + result.phases.total
        var elapsed: Duration = .zero
        var lines: [String] = []
        for (name, phase) in phases {
            guard let phase else {
                if name != "redirects" { lines.append("  \(padded(name, 12))\(leftPadded("-", 10))") }
                continue
            }
            lines.append("  \(padded(name, 12))\(leftPadded(phase.text, 10))  \(bar(from: elapsed, phase, of: total))")
            elapsed += phase
        }
        let words = result.responseTime == nil ? "ended after" : "total"
        lines.append("  \(padded(words, 12))\(leftPadded(total.text, 10))")
        if result.redirectCount > 0 {
            lines.append(
                "  \(result.redirectCount) redirect\(result.redirectCount == 1 ? "" : "s"); the phases are those of the final request"
            )
        }
        return lines
    }

    private func bar(from start: Duration, _ length: Duration, of total: Duration) -> String {
        guard total > .zero else { return "" }
        let scale = Double(Self.barWidth) / total.milliseconds
        let before = Int((start.milliseconds * scale).rounded(.down))
        let cells = max(1, Int((length.milliseconds * scale).rounded()))
        return String(repeating: " ", count: min(before, Self.barWidth - 1))
            + Terminal.styled(String(repeating: "█", count: min(cells, Self.barWidth)), "36")
    }

    private func certificateLines() -> [String] {
        guard let expiry = result.certificateExpiry else { return [] }
        let left = now.duration(to: expiry)
        let words = left > .zero ? "expires in \(left.text)" : "expired \((.zero - left).text) ago"
        return ["", "certificate \(words), at \(expiry.rfc3339)"]
    }

    private func conditionLines() -> [String] {
        guard !result.conditions.isEmpty else {
            return endpoint.conditions.isEmpty
                ? ["", "no conditions: success is status 200 to 299"]
                : ["", "\(endpoint.conditions.count) conditions were not evaluated: there was no response"]
        }
        return [""]
            + result.conditions.map { outcome in
                outcome.held
                    ? "\(Terminal.styled("✓", "32")) \(TerminalText.safe(outcome.condition))"
                    : "\(Terminal.styled("✗", "31")) \(TerminalText.safe(outcome.resolved))"
            }
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private func leftPadded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
