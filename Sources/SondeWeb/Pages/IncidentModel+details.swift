import SondeCore

/// The page of one incident.
extension IncidentModel {
    /// As many members as the page lists.
    private static let listed = 200

    static func page(_ incident: Incident, _ details: IncidentDetails, now: Timestamp) -> [String: Any] {
        var model = line(incident, now: now, naming: true)
        model["title"] = "\(Wording.subject(incident)): \(incident.isOpen ? "open" : "over") · Sonde"
        model["onIncidents"] = true
        model["state"] = incident.isOpen ? "down" : "up"
        model["stateWord"] = incident.isOpen ? "Open" : "Over"
        model["kind"] = Wording.kind(incident.kind)
        model["closedAt"] = incident.closedAt?.rfc3339
        model["closedText"] = incident.closedAt.map(Wording.time)
        model["parent"] = incident.parent.map(address)
        // Whoever is at one of many is at all of them: they have one cause.
        model["acknowledgeable"] = incident.parent.map(address) ?? address(incident.id)
        model["isAcknowledged"] = incident.acknowledgement != nil
        model["canBeQuiet"] = incident.scope == .endpoint || !details.members.isEmpty
        model["meant"] = incident.scope == .endpoint ? "this API" : Wording.count(details.members.count, "API", "APIs")
        model["timeline"] = details.timeline.map(step)
        model["hasTimeline"] = !details.timeline.isEmpty
        model["memberLines"] = details.members.prefix(listed).map { line($0, now: now, naming: true) }
        model["memberCount"] = incident.scope == .endpoint ? nil : Wording.count(details.members.count, "API", "APIs")
        if details.members.count > listed {
            model["moreMembers"] = "and \(Wording.count(details.members.count - listed)) more"
        }
        model["notices"] = details.notices.map { notice($0, now: now) }
        model["hasNotices"] = !details.notices.isEmpty
        return model
    }

    private static func step(_ entry: TimelineEntry) -> [String: Any] {
        var model: [String: Any] = [
            "at": entry.at.rfc3339, "atText": Wording.time(entry.at), "kind": entry.kind.rawValue,
            "word": Wording.step(entry.kind), "text": entry.text,
        ]
        if let author = entry.author, !author.isEmpty { model["author"] = author }
        return model
    }

    /// A notice: who was told what, and how that went.
    static func notice(_ notice: Notice, now: Timestamp) -> [String: Any] {
        var model: [String: Any] = [
            "id": notice.id, "channel": notice.channel, "event": Wording.event(notice.event),
            "state": notice.state.rawValue,
            "outcome": NoticeWords.text(
                notice.state, dueAt: notice.dueAt, endedAt: notice.endedAt, fault: notice.fault, asOf: now),
            "subject": Wording.subject(notice.incident), "href": address(notice.incident.id),
        ]
        if notice.fault != nil, notice.state != .sent {
            model["tries"] =
                Wording.count(notice.attempts, "try", "tries") + (notice.state == .dead ? ", given up" : "")
        }
        return model
    }
}
