package import SondeCore

/// One event as a line for people and as fields for machines.
package struct EventLine: Sendable, Hashable {
    package enum Tone: Sendable, Hashable {
        case plain
        case good
        case warning
        case bad
    }

    package var tone: Tone
    /// One word: `opened`, `closed`, `anomaly`, ...
    package var event: String
    package var time: Timestamp
    package var endpoint: String?
    /// The rest of the line.
    package var text: String
    /// What the line says, for machines, by the names of docs/configuration.md.
    package var fields: [String: Field]

    package init(
        tone: Tone, event: String, time: Timestamp, endpoint: String? = nil, text: String,
        fields: [String: Field] = [:]
    ) {
        self.tone = tone
        self.event = event
        self.time = time
        self.endpoint = endpoint
        self.text = text
        self.fields = fields
    }

    /// Nil for what is not worth a line: single probes unless `isVerbose`, and anomalies of medium severity, which
    /// are a dot on the chart and no more.
    package init?(_ event: LiveEvent, isVerbose: Bool, now: Timestamp = SystemClock().now) {
        switch event {
        case .probed(let result, let verdict, _):
            guard isVerbose else { return nil }
            self.init(result, verdict)
        case .anomaly(let anomaly):
            guard isVerbose || (anomaly.severity ?? .medium) >= .high else { return nil }
            let severity = anomaly.severity.map { "\($0), " } ?? ""
            self.init(
                tone: .warning, event: "anomaly", time: anomaly.timestamp, endpoint: anomaly.endpoint,
                text: "\(severity)score \(Self.decimals(anomaly.score)): \(anomaly.reasons.joined(separator: "; "))",
                fields: Self.fields(of: anomaly))
        case .opened(let incident):
            self.init(
                tone: .bad, event: "OPENED", time: incident.openedAt, endpoint: incident.endpoint,
                text: "\(incident.severity) incident: \(incident.reason)", fields: Self.fields(of: incident))
        case .raised(let incident):
            self.init(
                tone: .bad, event: "RAISED", time: now, endpoint: incident.endpoint,
                text: "the open incident is \(incident.severity) now: \(incident.reason)",
                fields: Self.fields(of: incident))
        case .closed(let incident):
            let time = incident.closedAt ?? now
            self.init(
                tone: .good, event: "CLOSED", time: time, endpoint: incident.endpoint,
                text: "incident over after \(incident.openedAt.duration(to: time).text)",
                fields: Self.fields(of: incident))
        case .excused(let incident):
            let said = incident.excusedAt == nil ? "counts as a fault again" : "was called no fault"
            self.init(
                tone: .plain, event: "excused", time: incident.excusedAt ?? now, endpoint: incident.endpoint,
                text: "the incident of \(incident.openedAt.rfc3339) \(said): \(incident.reason)",
                fields: Self.fields(of: incident))
        case .learned(let endpoint):
            self.init(
                tone: .good, event: "learned", time: now, endpoint: endpoint,
                text: "single strange probes are marked from now on")
        case .trouble(let sentence): self.init(tone: .bad, event: "TROUBLE", time: now, text: sentence)
        case .recovered(let sentence): self.init(tone: .good, event: "recovered", time: now, text: sentence)
        case .reloaded: return nil  // The service that reloads says so itself, with the cause.
        }
    }

    private init(_ result: ProbeResult, _ verdict: Verdict) {
        let time = result.responseTime.map(\.text) ?? "no response"
        let status = result.statusCode.map { " status \($0)" } ?? ""
        let score = verdict.score.map { " score \(Self.decimals($0))" } ?? ""
        let failure = result.failure.map { " - \($0.message)" } ?? ""
        self.init(
            tone: result.success ? .plain : .warning, event: result.success ? "ok" : "failed", time: result.timestamp,
            endpoint: result.endpoint, text: "\(time)\(status)\(score)\(failure)",
            fields: Self.fields(of: result, verdict))
    }

    private static func decimals(_ score: Double) -> String {
        let hundredths = Int((score * 1000).rounded())
        let sign = hundredths < 0 ? "-" : ""
        let digits = String(abs(hundredths) + 1000)
        return "\(sign)\(abs(hundredths) / 1000).\(digits.suffix(3))"
    }
}

extension EventLine {
    /// The line for a terminal; foreign text is made safe, so that no API can move the cursor.
    ///
    /// - Parameter dated: Writes date and zone too, for a file that is read the next morning.
    package func text(coloured: Bool, dated: Bool = false) -> String {
        let name = endpoint.map { Self.column($0) } ?? Self.column("sonde")
        let line = "\(dated ? time.rfc3339 : time.timeOfDay)  \(name)  \(Self.column(event, 9))  \(text)"
        let safe = TerminalText.safe(line)
        guard coloured, let code else { return safe }
        return "\u{1b}[\(code)m\(safe)\u{1b}[0m"
    }

    private var code: String? {
        switch tone {
        case .plain: nil
        case .good: "32"
        case .warning: "33"
        case .bad: "31"
        }
    }

    private static func column(_ text: String, _ width: Int = 14) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
