import SondeCore

/// Endpoints that report themselves.
extension Pipeline {
    /// What is said of itself is cut there.
    private static let longestError = 500

    /// Takes the report of the endpoint that has this token; returns its name.
    func push(_ report: PushReport, token: String) -> String? {
        guard let name = pushBook.name(of: token) else { return nil }
        let now = clock.now
        pushBook.hear(name, at: now)
        ingest(Self.result(of: report, endpoint: name, at: now))
        return name
    }

    private static func result(of report: PushReport, endpoint: String, at now: Timestamp) -> ProbeResult {
        var result = ProbeResult(endpoint: endpoint, timestamp: now, responseTime: report.duration)
        guard !report.isSuccess else { return result }
        let said = TerminalText.safe(String((report.error ?? "").prefix(longestError)))
        result.failure = ProbeFailure(.reported, said.isEmpty ? "It reported a failure." : "It reported: \(said)")
        return result
    }

    /// Counts a failure for each push endpoint that is silent for one interval longer.
    ///
    /// - Returns: When one can be silent next; nil without any.
    func noteSilence() -> Timestamp? {
        for (endpoint, beat) in pushBook.missed(at: clock.now) {
            let failure = ProbeFailure(.noReport, beat.sentence)
            ingest(ProbeResult(endpoint: endpoint, timestamp: beat.time, failure: failure))
        }
        return pushBook.nextDue
    }
}

extension PushWatch.Beat {
    fileprivate var sentence: String {
        "Nothing was pushed for \(silence.inTwoUnits) (expected every \(interval.inTwoUnits))."
    }
}

extension Duration {
    /// `2 min 15 s`, `1 h`: exact enough for who is waited for.
    fileprivate var inTwoUnits: String {
        let seconds = Int((milliseconds / 1000).rounded())
        let parts = [
            (seconds / 86_400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s"),
        ]
        return parts.drop { $0.0 == 0 }.prefix(2).filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " ")
    }
}
