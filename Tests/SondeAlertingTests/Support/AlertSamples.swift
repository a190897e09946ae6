import SondeCore

/// Messages as the dispatcher makes them, for the tests of every channel. All times are on 2026-11-24, a Tuesday.
enum AlertSamples {
    /// 10:00:00 UTC: when incidents open, unless a test says otherwise.
    static let openedAt = Timestamp(microseconds: 1_795_514_400_000_000)

    /// The link of every message.
    static let page = "https://sonde.example.com"

    static func incident(
        _ endpoint: String = "orders", scope: Incident.Scope = .endpoint, kind: Incident.Kind = .failure,
        severity: Severity = .critical, openedAt: Timestamp = AlertSamples.openedAt, lasted: Duration? = nil,
        reason: String = "3 probes in a row failed: Connection refused by api.example.com:443.", parent: String? = nil,
        isFlapping: Bool = false
    ) -> Incident {
        Incident(
            id: Incident.identifier(of: endpoint, openedAt: openedAt), endpoint: endpoint, scope: scope, kind: kind,
            severity: severity, openedAt: openedAt, closedAt: lasted.map { openedAt.advanced(by: $0) }, reason: reason,
            parent: parent, isFlapping: isFlapping)
    }

    /// A probe that was answered: 48.2 ms in all its phases.
    static func answer(
        of endpoint: String = "orders", status: Int = 200, at time: Timestamp = openedAt
    ) -> ProbeResult {
        ProbeResult(
            endpoint: endpoint, timestamp: time, responseTime: .microseconds(48_200),
            phases: PhaseTimings(
                dns: .microseconds(2100), connect: .microseconds(9400), tls: .microseconds(14_700),
                ttfb: .microseconds(20_800), transfer: .microseconds(1200)),
            statusCode: status, responseSize: 1834, remoteAddress: "203.0.113.7", httpVersion: "2")
    }

    /// A probe that was refused after 9.4 ms.
    static func refusal(of endpoint: String = "orders", at time: Timestamp = openedAt) -> ProbeResult {
        ProbeResult(
            endpoint: endpoint, timestamp: time,
            phases: PhaseTimings(dns: .microseconds(2100), connect: .microseconds(7300)),
            failure: ProbeFailure(.refused, "Connection refused by api.example.com:443."))
    }

    /// A message about one incident, as it opens; for `resolved` one that lasted twelve minutes.
    static func message(
        _ event: AlertEvent = .opened, _ incidents: [AlertedIncident]? = nil, health: [EndpointHealth]? = nil,
        link: String? = page + "/incidents", description: String? = nil, after delay: Duration = .seconds(12)
    ) -> AlertMessage {
        let incidents = incidents ?? [alerted(event == .resolved ? incident(lasted: .seconds(720)) : incident())]
        let first = incidents[0].incident
        let time = (first.closedAt ?? first.openedAt).advanced(by: delay)
        return AlertMessage(
            key: "\(first.id).\(event.rawValue).1z141z3.hhz1kc1o0g", event: event,
            severity: incidents.map(\.incident.severity).max() ?? first.severity, thread: first.parent ?? first.id,
            incidents: incidents, health: health ?? incidents.prefix(50).flatMap(health(of:)), link: link,
            description: description, time: time)
    }

    static func alerted(_ incident: Incident, group: String? = "core", last: ProbeResult? = nil) -> AlertedIncident {
        let isOver = incident.closedAt != nil
        let newest = isOver ? answer(of: incident.endpoint) : refusal(of: incident.endpoint)
        return AlertedIncident(
            incident: incident, group: group, url: "https://api.example.com/\(incident.endpoint)", last: last ?? newest,
            link: "\(page)/endpoints/\(incident.endpoint)")
    }

    /// One incident of many endpoints of a host: `api-0001`, `api-0002`, ...
    static func group(of count: Int, lasted: Duration? = nil) -> AlertedIncident {
        let name = "host:api.example.com"
        let parent = incident(
            name, scope: .host, lasted: lasted,
            reason: "\(count) of \(count) endpoints of api.example.com fail: Connection refused by api.example.com:443."
        )
        let members = (1...count).map { number in
            let digits = String(number)
            return incident(
                "api-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits,
                openedAt: openedAt.advanced(by: .milliseconds(number * 10)), lasted: lasted, parent: parent.id)
        }
        return AlertedIncident(incident: parent, members: members, link: "\(page)/incidents")
    }

    /// Incidents that have nothing in common but the message: three of them, of every severity.
    static var several: [AlertedIncident] {
        [
            alerted(incident()),
            alerted(incident("search", kind: .anomaly, severity: .high, reason: slowness), last: answer(of: "search")),
            alerted(
                incident("stock", kind: .anomaly, severity: .medium, reason: smallness),
                group: nil, last: answer(of: "stock")),
        ]
    }

    static let slowness =
        "time to first byte 84.3 ms, 4.1 times its usual for Tuesday 10:00 UTC (20.6 ms); DNS, connect and TLS normal"

    static let smallness = "4310 bytes instead of 9120, 47 % of its usual"

    /// Of what a person tries a channel with.
    static var test: AlertMessage {
        let incident = incident(
            "sonde alert test", kind: .failure, severity: .medium, reason: "This is a test. Nothing is wrong.")
        return message(.test, [AlertedIncident(incident: incident)], health: [])
    }

    private static func health(of alerted: AlertedIncident) -> [EndpointHealth] {
        let isOver = alerted.incident.closedAt != nil
        guard alerted.incident.scope == .endpoint else {
            return alerted.members.prefix(50).map { health($0.endpoint, group: nil, isUp: isOver) }
        }
        return [health(alerted.incident.endpoint, group: alerted.group, isUp: isOver, alerted.incident.kind)]
    }

    private static func health(
        _ name: String, group: String?, isUp: Bool, _ kind: Incident.Kind = .failure
    ) -> EndpointHealth {
        EndpointHealth(
            name: name, group: group, state: isUp ? .up : kind == .failure ? .down : .degraded, probes: 40,
            failures: kind == .failure ? 3 : 0,
            median: .microseconds(47_900), max: .microseconds(212_400))
    }
}
