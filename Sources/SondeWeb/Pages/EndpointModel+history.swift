import SondeCore

extension EndpointModel {
    /// The tables of an endpoint's page.
    static func history(_ history: EndpointHistory, now: Timestamp) -> [String: Any] {
        let anomalies = Dictionary(history.anomalies.map { ($0.timestamp, $0) }) { first, _ in first }
        return [
            "probes": history.results.map { probe($0, anomalies[$0.timestamp]) },
            "hasProbes": !history.results.isEmpty,
            "blank": [[:] as [String: Any]],
            "errors": errors(history.failures), "hasErrors": !history.failures.isEmpty,
            "incidents": history.incidents.map { incident($0, now: now) },
            "hasIncidents": !history.incidents.isEmpty,
        ]
    }

    /// A line of a list of incidents; it names the API when `naming` is true.
    static func incident(_ incident: Incident, now: Timestamp, naming: Bool = false) -> [String: Any] {
        var model: [String: Any] = [
            "open": incident.isOpen, "severity": incident.severity.description, "reason": incident.reason,
            "openedAt": incident.openedAt.rfc3339, "openedText": Wording.time(incident.openedAt),
            "duration": Wording.span(incident.openedAt.duration(to: incident.closedAt ?? now)),
        ]
        if let pattern = incident.patterns.first {
            let isExcused = incident.excusedAt != nil
            model["feedback"] = [
                "id": incident.id, "isExcused": isExcused, "toldAgain": pattern.toldAgain,
                "asks": isExcused ? "true" : "false",
            ]
        }
        if naming {
            model["api"] = [
                "name": incident.endpoint, "href": "/endpoints/" + PercentCoding.encode(incident.endpoint),
            ]
        }
        return model
    }

    private static func probe(_ result: ProbeResult, _ anomaly: Anomaly?) -> [String: Any] {
        var model: [String: Any] = [
            "at": result.timestamp.rfc3339, "atText": Wording.time(result.timestamp), "failed": !result.success,
            "status": result.statusCode.map(String.init) ?? "–", "total": Wording.phase(result.responseTime),
            "dns": Wording.phase(result.phases.dns), "connect": Wording.phase(result.phases.connect),
            "tls": Wording.phase(result.phases.tls), "ttfb": Wording.phase(result.phases.ttfb),
            "transfer": Wording.phase(result.phases.transfer), "size": Wording.size(result.responseSize),
            "reason": result.failure?.message ?? anomaly?.reasons.first ?? "",
        ]
        if !result.success {
            model["severity"] = "failed"
        } else if let anomaly {
            model["severity"] = anomaly.severity?.description
            model["score"] = Wording.score(anomaly.score)
        }
        return model
    }

    /// The newest ten errors, each as often as it came in a row.
    private static func errors(_ failures: [ProbeResult]) -> [[String: Any]] {
        var lines: [(newest: ProbeResult, oldest: ProbeResult, count: Int)] = []
        for failure in failures {
            if let last = lines.last, last.newest.failure?.message == failure.failure?.message,
                last.newest.statusCode == failure.statusCode
            {
                lines[lines.count - 1].oldest = failure
                lines[lines.count - 1].count += 1
            } else if lines.count < 10 {
                lines.append((failure, failure, 1))
            } else {
                break
            }
        }
        return lines.map { line in
            [
                "at": line.newest.timestamp.rfc3339, "atText": Wording.time(line.newest.timestamp),
                "first": line.oldest.timestamp.rfc3339, "firstText": Wording.time(line.oldest.timestamp),
                "count": line.count, "times": Wording.count(line.count, "time", "times"),
                "status": line.newest.statusCode.map(String.init) ?? "no response",
                "message": line.newest.failure?.message ?? "",
            ]
        }
    }
}
