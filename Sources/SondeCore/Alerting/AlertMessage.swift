/// What one channel is told at once: one incident, or several that it is told together.
package struct AlertMessage: Sendable, Hashable {
    /// The idempotency key: the same for each try of the same message.
    package var key: String
    package var event: AlertEvent
    /// Of the gravest incident.
    package var severity: Severity
    /// What the messages of one incident have in common: its id, or that of the incident of many.
    package var thread: String
    /// The gravest first; never empty.
    package var incidents: [AlertedIncident]
    /// How the endpoints concerned did in the last ten minutes, in the order of the incidents; at most 50.
    package var health: [EndpointHealth]
    /// The page of the incident; nil where no page is served.
    package var link: String?
    /// Beside the reason, as a link to a runbook.
    package var description: String?
    package var time: Timestamp
    /// What the channel gave back for the first message of this thread.
    package var receipt: String?
    /// One line, without a line break: made from the channel's template.
    package var title: String
    /// Plain text: made from the channel's template.
    package var text: String
    /// Whether the texts come from a person's template, and not from Sonde's own.
    package var isTemplated: Bool

    package init(
        key: String, event: AlertEvent, severity: Severity, thread: String, incidents: [AlertedIncident],
        health: [EndpointHealth] = [], link: String? = nil, description: String? = nil, time: Timestamp,
        receipt: String? = nil, title: String = "", text: String = "", isTemplated: Bool = false
    ) {
        self.key = key
        self.event = event
        self.severity = severity
        self.thread = thread
        self.incidents = incidents
        self.health = health
        self.link = link
        self.description = description
        self.time = time
        self.receipt = receipt
        self.title = title
        self.text = text
        self.isTemplated = isTemplated
    }

    package var isResolved: Bool { event == .resolved }
}

/// An incident with what is known of its endpoint.
package struct AlertedIncident: Sendable, Hashable {
    package var incident: Incident
    package var group: String?
    /// As it may be shown; empty for an incident of many endpoints.
    package var url: String
    /// Of an incident of many endpoints: their incidents, in the order of opening.
    package var members: [Incident]
    /// The newest probe of the endpoint; nil before the first one and for an incident of many.
    package var last: ProbeResult?
    /// Its own page.
    package var link: String?

    package init(
        incident: Incident, group: String? = nil, url: String = "", members: [Incident] = [],
        last: ProbeResult? = nil, link: String? = nil
    ) {
        self.incident = incident
        self.group = group
        self.url = url
        self.members = members
        self.last = last
        self.link = link
    }
}

/// How one endpoint did over the last minutes.
package struct EndpointHealth: Sendable, Hashable {
    package var name: String
    package var group: String?
    package var state: EndpointStatus.State
    package var probes: Int
    package var failures: Int
    /// The middle and the largest response time; nil when no response came.
    package var median: Duration?
    package var max: Duration?

    package init(
        name: String, group: String? = nil, state: EndpointStatus.State, probes: Int, failures: Int,
        median: Duration? = nil, max: Duration? = nil
    ) {
        self.name = name
        self.group = group
        self.state = state
        self.probes = probes
        self.failures = failures
        self.median = median
        self.max = max
    }
}
