import SondeCore

extension EndpointModel {
    /// The tables of an endpoint's page.
    ///
    /// - Parameter history: Nil while it cannot be read.
    static func history(_ history: EndpointHistory?, of status: EndpointStatus, now: Timestamp) -> [String: Any] {
        let known = history ?? EndpointHistory()
        let anomalies = Dictionary(known.anomalies.map { ($0.timestamp, $0) }) { first, _ in first }
        var model: [String: Any] = [
            "probes": known.results.map { probe($0, anomalies[$0.timestamp]) }, "hasProbes": !known.results.isEmpty,
            "blank": [[:] as [String: Any]],
            "errors": errors(known.failures), "hasErrors": !known.failures.isEmpty,
            "incidents": known.incidents.map { IncidentModel.line($0, now: now) },
            "hasIncidents": !known.incidents.isEmpty,
            "noProbes": noProbes(status), "noErrors": "No probe has failed.",
            "noIncidents": "No incident in the last 30 days.",
        ]
        guard history == nil else { return model }
        for name in ["noProbes", "noErrors", "noIncidents"] { model[name] = "Cannot be read just now." }
        return model
    }

    private static func noProbes(_ status: EndpointStatus) -> String {
        status.enabled ? "No probe yet. The first comes within \(status.interval.text)." : "Not probed: disabled."
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
