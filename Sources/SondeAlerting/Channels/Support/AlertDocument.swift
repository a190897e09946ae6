import SondeCore

/// A message as JSON for programs: the body of a webhook and the input of a command, as docs/alert.schema.json describes it.
enum AlertDocument {
    static func value(of message: AlertMessage) -> JSONValue {
        [
            "version": 1,
            "key": .text(message.key),
            "event": .text(message.event.rawValue),
            "severity": .text(message.severity.description),
            "thread": .text(message.thread),
            "title": .text(message.title),
            "text": .text(message.text),
            "description": .optional(message.description),
            "link": .optional(message.link),
            "time": .text(message.time.rfc3339),
            "incidents": .list(message.incidents.map(value)),
            "health": .list(message.health.map(value)),
        ]
    }

    private static func value(of alerted: AlertedIncident) -> JSONValue {
        guard case .object(var members) = value(of: alerted.incident) else { return .null }
        members["group"] = .optional(alerted.group)
        members["url"] = .optional(alerted.url.isEmpty ? nil : alerted.url)
        members["link"] = .optional(alerted.link)
        members["last"] = alerted.last.map(value) ?? .null
        members["members"] = .list(alerted.members.map(value))
        return .object(members)
    }

    private static func value(of incident: Incident) -> JSONValue {
        [
            "id": .text(incident.id),
            "endpoint": .text(incident.endpoint),
            "scope": .text(incident.scope.rawValue),
            "kind": .text(incident.kind.rawValue),
            "severity": .text(incident.severity.description),
            "reason": .text(incident.reason),
            "opened_at": .text(incident.openedAt.rfc3339),
            "closed_at": .optional(incident.closedAt?.rfc3339),
            "flapping": .bool(incident.isFlapping),
            "acknowledged_by": .optional(incident.acknowledgement?.by),
        ]
    }

    private static func value(of result: ProbeResult) -> JSONValue {
        [
            "time": .text(result.timestamp.rfc3339),
            "success": .bool(result.success),
            "status_code": result.statusCode.map(JSONValue.integer) ?? .null,
            "response_time_ms": milliseconds(result.responseTime),
            "error": .optional(result.failure?.message),
        ]
    }

    private static func value(of health: EndpointHealth) -> JSONValue {
        [
            "endpoint": .text(health.name),
            "group": .optional(health.group),
            "state": .text(health.state.rawValue),
            "probes": .integer(health.probes),
            "failures": .integer(health.failures),
            "median_ms": milliseconds(health.median),
            "max_ms": milliseconds(health.max),
        ]
    }

    private static func milliseconds(_ duration: Duration?) -> JSONValue {
        // The nearest number to what was measured, in microseconds, and none of the dust of a sum.
        duration.map { .number(Double($0.microseconds) / 1000) } ?? .null
    }
}
