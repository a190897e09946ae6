import SondeCore

extension ConfigurationContext {
    /// What the `ALERT_*` variables say of alerts.
    func alerting() -> AlertingConfiguration {
        var alerting = AlertingConfiguration()
        alerting.emailFrom = addresses("ALERT_EMAIL_FROM", atMost: 1).first
        alerting.emailTo = addresses("ALERT_EMAIL_TO", atMost: .max)
        alerting.emailPassword = variables.nonEmpty("ALERT_EMAIL_PASSWORD").map(Secret.init)
        if let interval = seconds("ALERT_CHECK_INTERVAL", default: alerting.checkInterval) {
            alerting.checkInterval = interval
        }
        if let cooldown = seconds("ALERT_COOLDOWN", default: alerting.cooldown) { alerting.cooldown = cooldown }
        return alerting
    }

    private func seconds(_ name: String, default usual: Duration) -> Duration? {
        guard let value = variables.nonEmpty(name) else { return nil }
        guard let number = Int(value), (1...31_536_000).contains(number) else {
            let example = usual.components.seconds
            report(
                variables.problem(name, "the value is not a number of seconds; write for example \(name)=\(example)."))
            return nil
        }
        return .seconds(number)
    }

    private func addresses(_ name: String, atMost limit: Int) -> [String] {
        guard let value = variables.nonEmpty(name) else { return [] }
        let addresses = value.split(separator: ",").map { $0.trimmingPrefix(while: \.isWhitespace) }
            .map { String($0.reversed().trimmingPrefix(while: \.isWhitespace).reversed()) }
        guard !addresses.isEmpty, addresses.count <= limit, addresses.allSatisfy(isAddress) else {
            let what = limit == 1 ? "one e-mail address" : "e-mail addresses separated by commas"
            report(variables.problem(name, "the value is not \(what); write for example \(name)=alerts@example.com."))
            return []
        }
        return addresses
    }
}

/// Something before and after one `@`, without blanks: a mail server knows the rest.
private func isAddress(_ text: String) -> Bool {
    let words = text.split(separator: "@", omittingEmptySubsequences: false)
    return words.count == 2 && words.allSatisfy { !$0.isEmpty } && !text.hasSpaceOrControlCharacter
}
