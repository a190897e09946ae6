/// One API that Sonde watches, as the configuration describes it.
package struct Endpoint: Sendable, Hashable {
    /// Unique among all endpoints; it is the `api_name` of every stored row.
    package var name: String
    package var group: String?
    package var enabled: Bool
    package var url: String
    /// The URL as pages and messages show it: without user, password, query and fragment, and without what variables
    /// filled into its path.
    package var displayURL: String
    package var method: String
    /// In the order of the configuration; values may hold secrets and are never shown.
    package var headers: [Header]
    package var body: String?
    package var interval: Duration
    package var client: ClientOptions
    package var conditions: [Condition]
    package var anomaly: AnomalySettings
    /// Whether Sonde asks it, or it reports itself.
    package var source: Source
    package var incidents: IncidentRules
    /// Names of endpoints without which this one cannot work: while one of them is down, nobody is told of this one.
    package var dependsOn: [String]
    /// Who is told of its incidents.
    package var alerts: [AlertRule]

    package init(
        name: String, group: String? = nil, enabled: Bool = true, url: String, displayURL: String? = nil,
        method: String = "GET",
        headers: [Header] = [], body: String? = nil, interval: Duration = .seconds(15),
        client: ClientOptions = ClientOptions(), conditions: [Condition] = [],
        anomaly: AnomalySettings = AnomalySettings(), source: Source = .probe,
        incidents: IncidentRules = IncidentRules(), dependsOn: [String] = [], alerts: [AlertRule] = []
    ) {
        self.name = name
        self.group = group
        self.enabled = enabled
        self.url = url
        self.displayURL = displayURL ?? DisplayURL.text(url)
        self.method = method
        self.headers = headers
        self.body = body
        self.interval = interval
        self.client = client
        self.conditions = conditions
        self.anomaly = anomaly
        self.source = source
        self.incidents = incidents
        self.dependsOn = dependsOn
        self.alerts = alerts
    }

    /// Host and port as the URL has them, in lower case; empty for an endpoint that reports itself.
    package var authority: String {
        guard source == .probe, let scheme = url.firstRange(of: "://") else { return "" }
        let authority = url[scheme.upperBound...].prefix { !"/?#".contains($0) }
        return authority.split(separator: "@").last.map { $0.lowercased() } ?? ""
    }

    /// Where its results come from.
    package enum Source: Sendable, Hashable {
        /// Sonde sends a request in each interval.
        case probe
        /// It reports itself within each interval, to `/api/v1/push/` with this token.
        case push(token: Secret)
    }

    /// One request header.
    package struct Header: Sendable, Hashable {
        package var name: String
        package var value: Secret

        package init(name: String, value: Secret) {
            self.name = name
            self.value = value
        }
    }
}

/// How the detector treats one endpoint.
package struct AnomalySettings: Sendable, Hashable {
    /// Share of the training window that counts as anomalous: scikit-learn's `contamination`, 0.001 to 0.5.
    package var contamination: Double
    /// How far back the training window reaches.
    package var window: Duration
    package var thresholds: SeverityThresholds
    package var sensitivity: Sensitivity
    package var mode: Mode

    package init(
        contamination: Double = 0.1, window: Duration = .seconds(7 * 86_400),
        thresholds: SeverityThresholds = SeverityThresholds(), sensitivity: Sensitivity = .medium, mode: Mode = .page
    ) {
        self.contamination = contamination
        self.window = window
        self.thresholds = thresholds
        self.sensitivity = sensitivity
        self.mode = mode
    }

    /// How many false incidents are put up with to be told of true ones sooner.
    package enum Sensitivity: String, Sendable, Hashable, CaseIterable {
        /// At most one false incident in twelve weeks.
        case low
        /// At most one in four weeks.
        case medium
        /// At most one a week.
        case high
    }

    package enum Mode: String, Sendable, Hashable, CaseIterable {
        /// Faults open incidents.
        case page
        /// Probes are marked, and nothing opens an incident.
        case observe
    }
}
