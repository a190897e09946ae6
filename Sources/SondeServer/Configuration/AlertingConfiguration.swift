package import SondeCore

/// What `.env`, the environment and the endpoints' `alerts` say of alerts.
package struct AlertingConfiguration: Sendable, Equatable {
    /// `ALERT_EMAIL_FROM`.
    package var emailFrom: String?
    /// `ALERT_EMAIL_PASSWORD`.
    package var emailPassword: Secret?
    /// `ALERT_EMAIL_TO`, separated by commas.
    package var emailTo: [String]
    /// `ALERT_CHECK_INTERVAL`, in seconds there.
    package var checkInterval: Duration
    /// `ALERT_COOLDOWN`, in seconds there.
    package var cooldown: Duration
    /// In the order of the file.
    package var alerts: [EndpointAlert]

    package init(
        emailFrom: String? = nil, emailPassword: Secret? = nil, emailTo: [String] = [],
        checkInterval: Duration = .seconds(300), cooldown: Duration = .seconds(600), alerts: [EndpointAlert] = []
    ) {
        self.emailFrom = emailFrom
        self.emailPassword = emailPassword
        self.emailTo = emailTo
        self.checkInterval = checkInterval
        self.cooldown = cooldown
        self.alerts = alerts
    }

    /// That an endpoint asks for alerts of one type.
    package struct EndpointAlert: Sendable, Hashable {
        /// The endpoint's unique name.
        package var endpoint: String
        /// As written: `email`, `slack`, ...
        package var type: String

        package init(endpoint: String, type: String) {
            self.endpoint = endpoint
            self.type = type
        }
    }
}
