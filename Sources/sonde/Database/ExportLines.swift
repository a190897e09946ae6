import SondeCore

/// The lines of an exported table. Times are RFC 3339 in UTC with milliseconds; what is not known is empty.
struct ExportLines {
    /// What is to be written.
    private(set) var bytes: [UInt8]
    /// How many lines there were, and of which APIs.
    private(set) var rows = 0
    private(set) var apis: Set<String> = []
    private var last: String?

    init(header: String) {
        bytes = Array((header + "\n").utf8)
    }

    /// What was there has been written.
    mutating func removeBytes() { bytes.removeAll(keepingCapacity: true) }

    mutating func append(_ result: ProbeResult) {
        begin(result.timestamp.rfc3339)
        name(result.endpoint)
        milliseconds(result.responseTime)
        text(result.statusCode.map(String.init))
        text(result.success ? "true" : "false")
        text(String(result.responseSize))
        text(result.failure?.message)
        append(result.phases)
        text(result.location)
        end()
    }

    mutating func append(_ anomaly: Anomaly) {
        begin(anomaly.timestamp.rfc3339)
        name(anomaly.endpoint)
        milliseconds(anomaly.responseTime)
        number(anomaly.score)
        number(anomaly.surprise)
        text(anomaly.severity?.description)
        text("true")
        text(anomaly.reasons.joined(separator: "; "))
        text(anomaly.location)
        end()
    }

    mutating func append(_ incident: Incident) {
        begin(incident.id)
        name(incident.endpoint)
        text(incident.kind.rawValue)
        text(incident.severity.description)
        text(incident.openedAt.rfc3339)
        text(incident.closedAt?.rfc3339)
        text(incident.reason)
        text(incident.excusedAt?.rfc3339)
        text(incident.scope.rawValue)
        text(incident.parent)
        text(incident.isFlapping ? "true" : "false")
        text(incident.acknowledgement?.at.rfc3339)
        text(incident.acknowledgement?.by)
        text(incident.quiet?.rawValue)
        end()
    }

    mutating func append(_ point: SeriesPoint, of endpoint: String) {
        begin(point.timestamp.rfc3339)
        name(endpoint)
        text(String(point.count))
        text(String(point.failures))
        for duration in [point.mean, point.min, point.max, point.p50, point.p95, point.p99] { milliseconds(duration) }
        append(point.phases)
        end()
    }

    private mutating func append(_ phases: PhaseTimings) {
        for phase in [phases.dns, phases.connect, phases.tls, phases.ttfb, phases.transfer] { milliseconds(phase) }
    }

    private mutating func begin(_ text: String) { bytes.append(field: text) }

    private mutating func name(_ api: String) {
        text(api)
        guard api != last else { return }
        last = api
        apis.insert(api)
    }

    private mutating func text(_ text: String?) {
        bytes.append(.comma)
        if let text { bytes.append(field: text) }
    }

    private mutating func number(_ value: Double?) {
        bytes.append(.comma)
        if let value { bytes.append(number: value) }
    }

    /// Stored in microseconds: three decimals.
    private mutating func milliseconds(_ duration: Duration?) {
        number(duration.map { Double($0.microseconds) / 1000 })
    }

    private mutating func end() {
        bytes.append(.lineFeed)
        rows += 1
    }
}
