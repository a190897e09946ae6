import SondeAlerting
import SondeCore

/// What the `ALERT_*` variables say of alerts.
struct AlertingVariables {
    /// The options of the channel `email` that they fill in, by key, with the variable.
    private(set) var email: [String: (value: ChannelOptions.Value, variable: String)] = [:]
    /// `ALERT_CHECK_INTERVAL`.
    private(set) var digestInterval: Duration?
    /// `ALERT_COOLDOWN`.
    private(set) var cooldown: Duration?

    init(in context: ConfigurationContext) {
        if let from = context.addresses("ALERT_EMAIL_FROM", atMost: 1).first {
            email["from"] = (.text(from), "ALERT_EMAIL_FROM")
        }
        let to = context.addresses("ALERT_EMAIL_TO", atMost: .max)
        if !to.isEmpty { email["to"] = (.texts(to), "ALERT_EMAIL_TO") }
        if let password = context.variables.nonEmpty("ALERT_EMAIL_PASSWORD") {
            email["password"] = (.secret(Secret(password)), "ALERT_EMAIL_PASSWORD")
        }
        digestInterval = context.seconds("ALERT_CHECK_INTERVAL", default: AlertSettings().digestInterval)
        cooldown = context.seconds("ALERT_COOLDOWN", default: AlertSettings().cooldown)
    }

    /// Reports which of the three that make a channel are not set, where nothing else says them.
    func reportMissing(in context: ConfigurationContext) {
        let names = [
            "from": "ALERT_EMAIL_FROM", "password": "ALERT_EMAIL_PASSWORD", "to": "ALERT_EMAIL_TO",
        ]
        guard let present = ["from", "to", "password"].compactMap({ email[$0]?.variable }).first else { return }
        for key in ["from", "password", "to"] {
            guard let name = names[key], email[key] == nil, context.variables.nonEmpty(name) == nil else { continue }
            context.report(
                context.variables.problem(
                    present,
                    "it makes the channel 'email' together with \(name), which is not set; set it, or write "
                        + "alerting: {email: ...}."))
        }
    }
}

extension ConfigurationContext {
    fileprivate func seconds(_ name: String, default usual: Duration) -> Duration? {
        guard let value = variables.nonEmpty(name) else { return nil }
        guard let number = Int(value), (1...31_536_000).contains(number) else {
            let example = usual.components.seconds
            report(
                variables.problem(name, "the value is not a number of seconds; write for example \(name)=\(example)."))
            return nil
        }
        return .seconds(number)
    }

    fileprivate func addresses(_ name: String, atMost limit: Int) -> [String] {
        guard let value = variables.nonEmpty(name) else { return [] }
        let addresses = value.split(separator: ",").map { $0.trimmingPrefix(while: \.isWhitespace) }
            .map { String($0.reversed().trimmingPrefix(while: \.isWhitespace).reversed()) }
        guard !addresses.isEmpty, addresses.count <= limit, addresses.allSatisfy(isMailAddress) else {
            let what = limit == 1 ? "one e-mail address" : "e-mail addresses separated by commas"
            report(variables.problem(name, "the value is not \(what); write for example \(name)=alerts@example.com."))
            return []
        }
        return addresses
    }
}
