import SondeCore

/// The texts of incidents, in lists and on the page of one.
enum IncidentModel {
    /// As many members of an incident of many endpoints as a list names.
    private static let named = 10

    static func address(_ id: String) -> String { "/incidents/" + PercentCoding.encode(id) }

    /// A line of a list; it says what the incident is about when `naming` is true, and has a button for who is at it
    /// when `asking` is.
    static func line(
        _ incident: Incident, members: [Incident] = [], now: Timestamp, naming: Bool = false, asking: Bool = false
    ) -> [String: Any] {
        var model: [String: Any] = [
            "open": incident.isOpen, "severity": incident.severity.description, "reason": incident.reason,
            "href": address(incident.id), "openedAt": incident.openedAt.rfc3339,
            "openedText": Wording.time(incident.openedAt), "flags": Wording.flags(incident),
            "duration": incident.openedAt.duration(to: incident.closedAt ?? now).span,
        ]
        model["feedback"] = feedback(incident)
        if naming { model["subject"] = subject(incident) }
        if asking, incident.isOpen, incident.acknowledgement == nil {
            model["acknowledge"] = address(incident.id) + "/acknowledge"
        }
        if !members.isEmpty { model["members"] = self.members(members) }
        return model
    }

    /// What it is about, with the page of the endpoint where it is one.
    static func subject(_ incident: Incident) -> [String: Any] {
        var model: [String: Any] = ["name": Wording.subject(incident)]
        if incident.scope == .endpoint { model["page"] = "/endpoints/" + PercentCoding.encode(incident.endpoint) }
        return model
    }

    static func feedback(_ incident: Incident) -> [String: Any]? {
        guard let pattern = incident.patterns.first else { return nil }
        let isExcused = incident.excusedAt != nil
        return [
            "id": incident.id, "isExcused": isExcused, "toldAgain": pattern.toldAgain,
            "asks": isExcused ? "true" : "false",
        ]
    }

    private static func members(_ members: [Incident]) -> [String: Any] {
        var model: [String: Any] = [
            "count": Wording.count(members.count, "API", "APIs"),
            "list": members.prefix(named).map { member -> [String: Any] in
                ["name": member.endpoint, "href": address(member.id)]
            },
        ]
        if members.count > named { model["more"] = "and \(Wording.count(members.count - named)) more" }
        return model
    }
}
