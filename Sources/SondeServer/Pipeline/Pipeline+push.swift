import SondeCore

/// Endpoints that report themselves.
extension Pipeline {
    /// How late a report may be beyond its interval, as a share of it, and at least.
    private static let grace = (share: 0.1, least: Duration.seconds(2))
    /// What is said of itself is cut there.
    private static let longestError = 500

    /// Takes the report of the endpoint that has this token; returns its name.
    func push(_ report: PushReport, token: String) -> String? {
        let given = Array(token.utf8)
        var name: String?
        // All are compared, in the same time whatever they have in common: nobody learns a token by trying.
        for monitor in monitors.values {
            guard case .push(let secret) = monitor.endpoint.source else { continue }
            // Compared with what was given, and shown nowhere.
            if isEqual(Array(secret.reveal().utf8), given) { name = monitor.endpoint.name }
        }
        guard let name else { return nil }
        ingest(Self.result(of: report, endpoint: name, at: clock.now))
        return name
    }

    private static func result(of report: PushReport, endpoint: String, at now: Timestamp) -> ProbeResult {
        var result = ProbeResult(endpoint: endpoint, timestamp: now, responseTime: report.duration)
        guard !report.isSuccess else { return result }
        let said = TerminalText.safe(String((report.error ?? "").prefix(longestError)))
        result.failure = ProbeFailure(.reported, said.isEmpty ? "It reported a failure." : "It reported: \(said)")
        return result
    }

    /// Counts a failure for each push endpoint that has been silent for an interval.
    ///
    /// - Returns: When one can be silent next; nil without any.
    func noteSilence() -> Timestamp? {
        let now = clock.now
        var next: Timestamp?
        for monitor in monitors.values {
            guard monitor.endpoint.enabled, case .push = monitor.endpoint.source else { continue }
            let interval = monitor.endpoint.interval
            let grace = max(Self.grace.least, interval * Self.grace.share)
            // One that has not been heard of since the start may still be starting.
            var due = (monitor.last?.timestamp ?? startedAt).advanced(by: interval + grace)
            if due <= now {
                let sentence = "No report has come for \(interval.text)."
                ingest(
                    ProbeResult(
                        endpoint: monitor.endpoint.name, timestamp: now, failure: ProbeFailure(.noReport, sentence)))
                due = now.advanced(by: interval + grace)
            }
            next = min(next ?? due, due)
        }
        return next
    }
}

/// Compares in a time that depends on the lengths alone.
private func isEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    guard one.count == other.count else { return false }
    return zip(one, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
}
