package import SondeCore

/// Everything that the configuration file, `.env` and the environment say, checked and complete.
package struct SondeConfiguration: Sendable, Equatable {
    /// In the order of the file; every `name` is unique.
    package var endpoints: [Endpoint]
    /// What an API has that is not among the endpoints: the settings of `defaults`.
    package var defaultAnomaly: AnomalySettings
    package var store: StoreConfiguration
    package var web: WebConfiguration
    /// The number of probes that may be under way at once.
    package var concurrency: Int
    /// The name of the place that Sonde probes from: the `location` of every stored row.
    package var location: String
    package var alerting: AlertingConfiguration
    /// What is accepted but has no effect, and what a person should know; each is worth one line of the log.
    package var notes: [ConfigurationNote]

    package init(
        endpoints: [Endpoint], defaultAnomaly: AnomalySettings = AnomalySettings(), store: StoreConfiguration,
        web: WebConfiguration = WebConfiguration(),
        concurrency: Int = 256, location: String = "local",
        alerting: AlertingConfiguration = AlertingConfiguration(), notes: [ConfigurationNote] = []
    ) {
        self.endpoints = endpoints
        self.defaultAnomaly = defaultAnomaly
        self.store = store
        self.web = web
        self.concurrency = concurrency
        self.location = location
        self.alerting = alerting
        self.notes = notes
    }
}
