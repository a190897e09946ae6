import SondeCore

/// What an answer over HTTP means for a delivery: the one judgement that all channels share.
struct AnswerJudgement {
    /// Characters of the server's own words that are shown.
    static let wordLimit = 300

    /// As the configuration calls the channel: `slack`.
    let type: String
    let redaction: Redaction

    /// Nil when the message was taken.
    func fault(of answer: HTTPAnswer) -> DeliveryFault? {
        guard !(200...299).contains(answer.status) else { return nil }
        return DeliveryFault(
            "\(type) answered with status \(answer.status)\(advice(answer.status))\(shown(words(of: answer)))",
            isPermanent: !Self.isTemporary(answer.status), retryAfter: Self.retryAfter(answer))
    }

    /// Of a server that answers faults with a good status: what it says is wrong.
    func fault(saying words: String, isPermanent: Bool, retryAfter: Duration? = nil) -> DeliveryFault {
        DeliveryFault("\(type) refused the message\(shown(words))", isPermanent: isPermanent, retryAfter: retryAfter)
    }

    /// There was no answer; another try may get one.
    func fault(of failure: ProbeFailure) -> DeliveryFault {
        DeliveryFault("\(type) could not be reached. \(redaction.clean(failure.message))")
    }

    /// The body on one line, without secrets.
    private func words(of answer: HTTPAnswer) -> String {
        String(decoding: answer.body.prefix(8 * Self.wordLimit), as: UTF8.self)
    }

    private func shown(_ words: String) -> String {
        let line = TerminalText.safe(redaction.clean(words)).split(separator: " ").joined(separator: " ")
        return line.isEmpty ? "." : ": " + line.limited(to: Self.wordLimit)
    }

    private func advice(_ status: Int) -> String {
        (300...399).contains(status) ? ", a redirect; write the address that it leads to" : ""
    }

    /// Request timeout, too early, too many requests, and whatever is the server's own trouble.
    private static func isTemporary(_ status: Int) -> Bool {
        [408, 425, 429].contains(status) || status >= 500
    }

    /// Seconds or a date (RFC 9110, section 10.2.3); the date counts from the answer's own, so that clocks need not agree.
    static func retryAfter(_ answer: HTTPAnswer) -> Duration? {
        guard let text = answer.header("Retry-After") else { return nil }
        if let seconds = Double(text) { return seconds.isFinite && seconds >= 0 ? bounded(seconds) : nil }
        guard let date = HTTPDate.parse(text), let now = answer.header("Date").flatMap(HTTPDate.parse) else {
            return nil
        }
        return bounded(now.duration(to: date).seconds)
    }

    /// A wait that a server asks for, at most a day.
    static func bounded(_ seconds: Double) -> Duration { .seconds(min(max(seconds, 0), 86_400)) }
}
