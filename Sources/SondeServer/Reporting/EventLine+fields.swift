import SondeCore

extension EventLine {
    /// One value of an event for machines: JSON's text, number or flag.
    package enum Field: Sendable, Hashable, Encodable {
        case text(String)
        case integer(Int)
        case number(Double)
        case flag(Bool)

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .integer(let integer): try container.encode(integer)
            case .number(let number): try container.encode(number)
            case .flag(let flag): try container.encode(flag)
            }
        }
    }

    /// What a probe measured. What did not happen has no field.
    static func fields(of result: ProbeResult, _ verdict: Verdict) -> [String: Field] {
        var fields: [String: Field] = ["success": .flag(result.success)]
        fields["response_time_ms"] = milliseconds(result.responseTime)
        fields["status_code"] = result.statusCode.map(Field.integer)
        fields["score"] = verdict.score.map(Field.number)
        return fields
    }

    static func fields(of anomaly: Anomaly) -> [String: Field] {
        var fields: [String: Field] = [
            "score": .number(anomaly.score), "reasons": .text(anomaly.reasons.joined(separator: "; ")),
        ]
        fields["severity"] = anomaly.severity.map { .text($0.description) }
        fields["response_time_ms"] = milliseconds(anomaly.responseTime)
        return fields
    }

    static func fields(of incident: Incident) -> [String: Field] {
        var fields: [String: Field] = [
            "incident_id": .text(incident.id), "kind": .text(incident.kind.rawValue),
            "severity": .text(incident.severity.description), "opened_at": .text(incident.openedAt.rfc3339),
            "reason": .text(incident.reason),
        ]
        fields["closed_at"] = incident.closedAt.map { .text($0.rfc3339) }
        fields["excused_at"] = incident.excusedAt.map { .text($0.rfc3339) }
        return fields
    }

    /// To the microsecond.
    private static func milliseconds(_ duration: Duration?) -> Field? {
        duration.map { .number(Double($0.microseconds) / 1000) }
    }
}
