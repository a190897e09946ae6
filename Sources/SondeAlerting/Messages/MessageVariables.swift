import Foundation
import SondeCore

/// What templates may name, of a message and of each of its incidents.
///
/// Outside of `{{#incidents}}` the names of an incident mean the first one, which is the gravest. What is not known is
/// empty, and the section of it is left out. Times are RFC 3339 in UTC, durations are words (`12 min`).
///
/// | of the message | |
/// |---|---|
/// | `title` | in a text: the title of the same message |
/// | `headline` | the title as Sonde itself writes it |
/// | `event` | `opened`, `raised`, `reminder`, `escalated`, `resolved`, `digest`, `test` |
/// | `is_opened`, `is_raised`, `is_reminder`, `is_escalated`, `is_resolved`, `is_digest`, `is_test` | for sections |
/// | `time` | when the message was made |
/// | `count`, `is_many` | how many incidents it tells; whether they are more than one |
/// | `incidents` | the list of them |
/// | `first_incidents`, `other_names` | the first ten of them, and the names of the others in one text |
/// | `health` | the last ten minutes of the endpoints: `name`, `group`, `state`, `probes`, `failures`, `median`, `max`, `text` |
/// | `over_since` | of what goes out late, when all that it tells was over: `10:04 UTC` |
/// | `description` | what the endpoint's alert says beside the reason: a runbook |
/// | `link` | the page of Sonde, of the message or of the incident |
/// | `key` | the same for each try of the same message |
///
/// | of an incident | |
/// |---|---|
/// | `incident_id`, `endpoint`, `group`, `url` | which, and of whom; `url` as it may be shown |
/// | `scope`, `kind` | `endpoint`, `host`, `group`, `fleet`, `network`; `failure`, `anomaly` |
/// | `severity`, `state` | `medium`, `high`, `critical`; `open`, `resolved` |
/// | `summary` | in a few words: `orders is down` |
/// | `is_open`, `is_flapping` | for sections |
/// | `reason`, `reasons` | why, in one text and as a list of its parts |
/// | `opened_at`, `closed_at`, `duration` | `duration` up to the end, or to the time of the message |
/// | `acknowledged_by`, `acknowledged_at` | who is at it |
/// | `status`, `response_time`, `dns`, `connect`, `tls`, `ttfb`, `transfer` | figures of the last probe |
/// | `failure`, `probed_at`, `outcome`, `phases` | why it failed; when; the same figures in words |
/// | `incident_link` | the page of the incident, also outside of `{{#incidents}}` |
/// | `members`, `members_count` | of an incident of many endpoints: each with `name`, `state`, `severity`, `reason` |
/// | `names`, `recovered` | their names in one text, those that still fail and those that are up again |
/// | `names_count`, `recovered_count` | how many those are |
struct MessageVariables {
    private let message: AlertMessage

    init(_ message: AlertMessage) {
        self.message = message
    }

    /// All of them except for `title`, which is made with them.
    var values: [String: Any] {
        let incidents = message.incidents.map(incident)
        var values: [String: Any] = incidents[0]
        values["headline"] = MessageWords.headline(of: message)
        values["event"] = message.event.rawValue
        for event in AlertEvent.allCases { values["is_\(event.rawValue)"] = event == message.event }
        values["time"] = MessageWords.time(message.time)
        values["count"] = incidents.count
        values["is_many"] = incidents.count > 1
        values["incidents"] = incidents
        values["first_incidents"] = Array(incidents.prefix(Self.mostShown))
        values["other_names"] = optional(otherNames)
        values["over_since"] = optional(message.overSince.map { MessageWords.over($0, toldAt: message.time) })
        values["health"] = message.health.map(health)
        values["description"] = optional(message.description)
        values["link"] = optional(message.link)
        values["key"] = message.key
        return values
    }

    /// The names of all of them, and of those that are known within the section of a list alone.
    static let names: (common: Set<String>, lists: [String: Set<String>]) = {
        let incident = Incident(
            id: "", endpoint: "", kind: .failure, severity: .medium, openedAt: Timestamp(microseconds: 0), reason: "")
        let values = MessageVariables(
            AlertMessage(
                key: "", event: .opened, severity: .medium, thread: "",
                incidents: [AlertedIncident(incident: incident, members: [incident])],
                health: [EndpointHealth(name: "", state: .up, probes: 0, failures: 0)], time: incident.openedAt)
        ).values
        let lists = ["members", "health"].map { name in
            (name, Set((values[name] as? [[String: Any]])?.first?.keys.map(\.self) ?? []))
        }
        return (Set(values.keys).union(["title"]), Dictionary(uniqueKeysWithValues: lists))
    }()

    /// So many incidents are told one by one in Sonde's own text; of the others the names.
    private static let mostShown = 10

    private var otherNames: String? {
        let names = message.incidents.dropFirst(Self.mostShown).flatMap { alerted in
            alerted.names
        }.unique
        return names.isEmpty ? nil : names.joined(separator: ", ")
    }

    private func incident(_ alerted: AlertedIncident) -> [String: Any] {
        let incident = alerted.incident
        let duration = incident.openedAt.duration(to: incident.closedAt ?? message.time)
        let acknowledgement = incident.acknowledgement
        let values: [String: Any] = [
            "incident_id": incident.id, "endpoint": incident.endpoint, "group": optional(alerted.group),
            "url": optional(alerted.url.isEmpty ? nil : alerted.url), "scope": incident.scope.rawValue,
            "kind": incident.kind.rawValue, "severity": incident.severity.description,
            "state": incident.isOpen ? "open" : "resolved", "summary": MessageWords.state(of: alerted),
            "is_open": incident.isOpen, "is_flapping": incident.isFlapping, "reason": incident.reason,
            "reasons": MessageWords.reasons(of: incident), "opened_at": MessageWords.time(incident.openedAt),
            "closed_at": optional(incident.closedAt.map(MessageWords.time)), "duration": duration.span,
            "acknowledged_by": optional(acknowledgement.map { $0.by.isEmpty ? "somebody" : $0.by }),
            "acknowledged_at": optional(acknowledgement.map { MessageWords.time($0.at) }),
            "link": optional(alerted.link), "incident_link": optional(alerted.link),
        ]
        return values.merging(probe(alerted.last)) { $1 }.merging(members(alerted)) { $1 }
    }

    private func probe(_ probe: ProbeResult?) -> [String: Any] {
        var values: [String: Any] = [
            "status": optional(probe?.statusCode), "response_time": optional(probe?.responseTime?.text),
            "failure": optional(probe?.failure?.message),
            "probed_at": optional(probe.map { MessageWords.time($0.timestamp) }),
            "outcome": optional(probe.map(ProbeWords.outcome)),
            "phases": optional(probe.map(ProbeWords.phases).flatMap { $0.isEmpty ? nil : $0 }),
        ]
        for phase in PhaseTimings.Phase.allCases { values[phase.rawValue] = optional(probe?.phases[phase]?.text) }
        return values
    }

    private func members(_ alerted: AlertedIncident) -> [String: Any] {
        let members = alerted.members
        let (failing, recovered) = (alerted.failing, alerted.recovered)
        return [
            "members": members.map { member in
                [
                    "name": member.endpoint, "state": member.isOpen ? "open" : "resolved", "reason": member.reason,
                    "severity": member.severity.description,
                ] as [String: Any]
            },
            "members_count": optional(members.isEmpty ? nil : members.count),
            "names": names(failing), "names_count": failing.count,
            "recovered": names(recovered), "recovered_count": recovered.count,
        ]
    }

    private func names(_ incidents: [Incident]) -> Any {
        optional(incidents.isEmpty ? nil : incidents.map(\.endpoint).joined(separator: ", "))
    }

    private func health(_ health: EndpointHealth) -> [String: Any] {
        [
            "name": health.name, "group": optional(health.group), "state": health.state.rawValue,
            "probes": health.probes, "failures": health.failures, "median": optional(health.median?.text),
            "max": optional(health.max?.text), "text": ProbeWords.health(health),
        ]
    }

    /// A name that is missing would be looked for in the message around the incident; one that is null is empty.
    private func optional(_ value: Any?) -> Any { value ?? NSNull() }
}
