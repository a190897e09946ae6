/// What is known of one endpoint right now; the overview page shows one row of it per endpoint.
package struct EndpointStatus: Sendable, Hashable {
    package var name: String
    package var group: String?
    /// As configured, without user, password and query.
    package var url: String
    package var interval: Duration
    package var enabled: Bool
    package var state: State
    package var learning: Learning
    /// Nil before the first probe.
    package var last: ProbeResult?
    /// The newest verdict; nil before the first probe.
    package var lastVerdict: Verdict?
    /// Response times in milliseconds of the newest probes, oldest first, at most 60; nil where the probe failed.
    package var recent: [Float?]
    /// Over the last 24 hours.
    package var counts24h: ProbeCounts
    package var openIncident: Incident?
    /// Of the last certificate seen, also while the API cannot be reached; nil without TLS or before the first one.
    package var certificateExpiry: Timestamp?
    package var sensitivity: AnomalySettings.Sensitivity
    /// Whether faults open incidents.
    package var mode: AnomalySettings.Mode

    package init(
        name: String, group: String?, url: String, interval: Duration, enabled: Bool, state: State, learning: Learning,
        last: ProbeResult?, lastVerdict: Verdict?, recent: [Float?], counts24h: ProbeCounts, openIncident: Incident?,
        certificateExpiry: Timestamp? = nil, sensitivity: AnomalySettings.Sensitivity = .medium,
        mode: AnomalySettings.Mode = .page
    ) {
        self.name = name
        self.group = group
        self.url = url
        self.interval = interval
        self.enabled = enabled
        self.state = state
        self.learning = learning
        self.last = last
        self.lastVerdict = lastVerdict
        self.recent = recent
        self.counts24h = counts24h
        self.openIncident = openIncident
        self.certificateExpiry = certificateExpiry
        self.sensitivity = sensitivity
        self.mode = mode
    }

    /// One word for the row.
    package enum State: String, Sendable, CaseIterable, Codable {
        /// Not probed yet.
        case pending
        case up
        /// The last probe succeeded but an incident is open, or the last verdict was high or critical.
        case degraded
        /// The last probe failed.
        case down
        /// `enabled: false`.
        case disabled
    }

    /// How far the detector has come.
    package enum Learning: Sendable, Hashable {
        /// The share that is done of the day of probes without which only failures and gross changes are told, 0 to 1.
        case learning(share: Double)
        /// That day was complete then.
        case learned(since: Timestamp)
    }
}

/// Something that happened just now, as pages and terminals are told of it.
package enum LiveEvent: Sendable {
    /// A probe, its verdict, and the endpoint's state after it.
    case probed(ProbeResult, Verdict, EndpointStatus.State)
    case anomaly(Anomaly)
    case opened(Incident)
    /// The severity of an open incident rose.
    case raised(Incident)
    case closed(Incident)
    /// A person called the incident no fault, or took that back.
    case excused(Incident)
    /// The first forest of the endpoint is in use.
    case learned(endpoint: String)
    /// Sonde's own trouble began or ended.
    case trouble(String)
    case recovered(String)
    /// The configuration was reloaded: endpoints came, went or changed.
    case reloaded(endpoints: Int)
}
