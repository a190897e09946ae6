import SondeCore

/// Batches in which every field is set that a store keeps.
enum SpoolSamples {
    static let start = Timestamp(microseconds: 1_767_571_200_123_456)

    static func time(_ seconds: Int) -> Timestamp { start.advanced(by: .seconds(seconds)) }

    static func result(_ endpoint: String = "orders", _ seconds: Int = 0) -> ProbeResult {
        ProbeResult(
            endpoint: endpoint, timestamp: time(seconds), responseTime: .microseconds(123_457),
            phases: PhaseTimings(
                dns: .microseconds(1501), connect: .microseconds(10_002), tls: .microseconds(20_003),
                ttfb: .microseconds(91_451), transfer: .microseconds(500)),
            statusCode: 503, responseSize: 4321, failure: ProbeFailure(.unexpectedStatus, "Status 503 – \"no\"."),
            location: "fra-1")
    }

    static func anomaly(_ endpoint: String = "orders", _ seconds: Int = 0) -> Anomaly {
        Anomaly(
            endpoint: endpoint, timestamp: time(seconds), responseTime: .microseconds(900_001), score: -0.123_456_789,
            surprise: 2.5, severity: .high, reasons: ["slow", "and \"odd\" <b>; so"], location: "fra-1")
    }

    static func incident(
        _ id: String = "a-1", _ endpoint: String = "orders", closed: Int? = nil, excused: Int? = nil
    ) -> Incident {
        Incident(
            id: id, endpoint: endpoint, kind: .anomaly, severity: .critical, openedAt: time(-60),
            closedAt: closed.map(time), reason: "time to first byte 4.1 times its usual",
            patterns: [
                FaultPattern(kind: .slow, phase: .ttfb, share: 0.75, extreme: 1.5, probes: 12),
                FaultPattern(kind: .failures, share: 0.1, extreme: 3),
            ], excusedAt: excused.map(time))
    }

    static func notice(_ id: String, of incident: Incident, _ state: Notice.State = .waiting) -> Notice {
        Notice(
            id: id, channel: "ops", event: .opened, incident: incident, createdAt: time(0), dueAt: time(5),
            state: state, endedAt: state == .waiting ? nil : time(9))
    }

    static func silence(_ id: String, ended: Int? = nil) -> Silence {
        Silence(
            id: id, purpose: .silence, matcher: EndpointMatcher(names: ["orders"]),
            schedule: .once(from: time(0), until: nil), createdAt: time(0), endedAt: ended.map(time))
    }

    static let state = IncidentState(failuresInARow: 4, goodInARow: 2, openIncident: "a-1")

    static func results(_ seconds: Range<Int>) -> WriteBatch {
        WriteBatch(results: seconds.map { result("orders", $0) })
    }
}
