import SondeCore

/// Values to test with.
enum Samples {
    /// 2026-11-22T10:04:05.123Z.
    static let now = Timestamp(microseconds: 1_795_341_845_123_000)

    static func status(
        _ name: String, group: String? = nil, state: EndpointStatus.State = .up, incident: Incident? = nil,
        last: ProbeResult? = nil, recent: [Float?] = [81, nil, 84], interval: Duration = .seconds(15),
        learning: EndpointStatus.Learning = .learned(since: now)
    ) -> EndpointStatus {
        EndpointStatus(
            name: name, group: group, url: "https://api.example.com/v1", interval: interval,
            enabled: state != .disabled, state: state, learning: learning, last: last ?? result(name),
            lastVerdict: Verdict(score: 0.1), recent: recent, counts24h: ProbeCounts(total: 5760, failures: 3),
            openIncident: incident,
            certificateExpiry: now.advanced(by: .seconds(50 * 86_400)))
    }

    /// A probe `age` seconds before now.
    static func result(_ name: String, age: Double = 5, failure: ProbeFailure? = nil) -> ProbeResult {
        let phases = PhaseTimings(
            dns: .microseconds(1250), connect: .milliseconds(7), tls: .milliseconds(16), ttfb: .milliseconds(55),
            transfer: .microseconds(750))
        return ProbeResult(
            endpoint: name, timestamp: now.advanced(by: .seconds(-age)),
            responseTime: failure == nil ? phases.total : nil, phases: failure == nil ? phases : PhaseTimings(),
            statusCode: failure == nil ? 200 : nil, responseSize: failure == nil ? 2310 : 0, failure: failure,
            conditions: [ConditionOutcome(condition: "[STATUS] == 200", held: true, resolved: "[STATUS] (200) == 200")])
    }

    static func anomaly(_ name: String, age: Double = 5, reason: String = "first byte late") -> Anomaly {
        Anomaly(
            endpoint: name, timestamp: now.advanced(by: .seconds(-age)), responseTime: .milliseconds(300), score: -0.15,
            surprise: 3.2, severity: .high, reasons: [reason])
    }

    static func incident(
        _ name: String, age: Double = 600, lasting: Double? = nil, reason: String = "3 failures in a row"
    ) -> Incident {
        let opened = now.advanced(by: .seconds(-age))
        return Incident(
            id: "\(name)-\(opened.microseconds)", endpoint: name, kind: .failure, severity: .critical, openedAt: opened,
            closedAt: lasting.map { opened.advanced(by: .seconds($0)) }, reason: reason)
    }

    /// An incident of many endpoints of one host, and those of the endpoints.
    static func group(_ names: [String], lasting: Double? = nil) -> (group: Incident, members: [Incident]) {
        var group = incident("host:api.example.com", age: 550, lasting: lasting, reason: "Many APIs of one host fail")
        group.id = "many-1"
        group.scope = .host
        let members = names.map { name in
            var member = incident(name, lasting: lasting)
            member.parent = group.id
            return member
        }
        return (group, members)
    }

    static func notice(
        of incident: Incident, channel: String = "team", state: Notice.State = .sent, fault: String? = nil
    ) -> Notice {
        Notice(
            id: Notice.identifier(of: .opened, incident: incident.id, channel: channel, at: incident.openedAt),
            channel: channel, event: .opened, incident: incident, createdAt: incident.openedAt,
            dueAt: incident.openedAt, message: "message-1", state: state, attempts: fault == nil ? 0 : 7, fault: fault,
            endedAt: state == .waiting ? nil : incident.openedAt.advanced(by: .seconds(1)))
    }

    /// A silence of an hour, by Ann.
    static func silence(id: String, author: String = "Ann") -> Silence {
        Silence(
            id: id, purpose: .silence, matcher: EndpointMatcher(names: ["orders*"]),
            schedule: .once(from: now, until: now.advanced(by: .seconds(3600))), comment: "Known", author: author,
            createdAt: now)
    }
}
