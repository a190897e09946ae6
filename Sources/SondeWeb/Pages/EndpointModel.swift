import SondeCore

/// The texts of an endpoint's page.
enum EndpointModel {
    /// What is known of the endpoint right now.
    static func header(_ status: EndpointStatus, now: Timestamp) -> [String: Any] {
        var model: [String: Any] = [
            "title": title(status), "name": status.name, "url": status.url, "interval": status.interval.text,
            "intervalSeconds": status.interval.seconds, "state": status.state.rawValue,
            "stateWord": Wording.state(status.state), "last": status.last?.responseTime?.text ?? "–",
            "lastMore": lastMore(status), "uptime": Wording.uptime(status.counts24h),
            "uptimeMore": uptimeMore(status.counts24h), "learning": Wording.learning(status),
            "learningMore": learningMore(status),
            "hasConditions": !(status.last?.conditions.isEmpty ?? true),
            "conditions": (status.last?.conditions ?? []).map { outcome in
                ["held": outcome.held, "text": outcome.held ? outcome.condition : outcome.resolved] as [String: Any]
            },
        ]
        model["group"] = status.group
        if case .learned(let since) = status.learning, status.enabled, status.mode == .page {
            model["learnedAt"] = since.rfc3339
            model["learnedText"] = Wording.time(since)
        }
        model["incident"] = status.openIncident.map(openIncident)
        return model
    }

    private static func title(_ status: EndpointStatus) -> String {
        let trouble = status.state == .down || status.state == .degraded
        return trouble ? "\(status.name) is \(status.state.rawValue) · Sonde" : "\(status.name) · Sonde"
    }

    private static func lastMore(_ status: EndpointStatus) -> String {
        guard let last = status.last else { return status.enabled ? "No probe yet" : "Not probed: disabled" }
        var parts: [String] = []
        if let code = last.statusCode { parts.append("status \(code)") }
        if let version = last.httpVersion { parts.append("HTTP/\(version)") }
        if let address = last.remoteAddress { parts.append("from \(address)") }
        return parts.isEmpty ? last.failure?.message ?? "" : parts.joined(separator: " · ")
    }

    /// What stands below "Learning 12 %"; one that has learned tells since when there.
    private static func learningMore(_ status: EndpointStatus) -> String {
        if !status.enabled { return "Not judged: disabled" }
        if status.mode == .observe { return "Observed only: nothing opens an incident" }
        return status.awaitsSuccess
            ? "Learning begins with the first success"
            : "Of a day; until then only failures and gross changes are told"
    }

    private static func uptimeMore(_ counts: ProbeCounts) -> String {
        guard counts.total > 0 else { return "No probe in the last 24 h" }
        return "\(Wording.count(counts.failures)) of \(Wording.count(counts.total, "probe", "probes")) failed"
    }

    private static func openIncident(_ incident: Incident) -> [String: Any] {
        [
            "since": incident.openedAt.rfc3339, "sinceText": Wording.time(incident.openedAt),
            "reason": incident.reason, "href": IncidentModel.address(incident.id),
            "flags": Wording.flags(incident),
        ]
    }

    static func certificate(_ status: EndpointStatus, now: Timestamp) -> [String: Any] {
        guard let expiry = status.certificateExpiry else {
            let isPlain = status.url.lowercased().hasPrefix("http://")
            return ["certificate": "–", "certificateMore": isPlain ? "Plain HTTP has none" : "None seen yet"]
        }
        let left = now.duration(to: expiry)
        let days = Int(left.seconds / 86_400)
        return [
            "certificate": left <= .zero ? "Expired" : Wording.count(days, "day left", "days left"),
            "certificateMore": "Until \(expiry.rfc3339.prefix(10))", "certificateSoon": days < 14,
        ]
    }
}
