import Mustache
import SondeCore

/// One endpoint as a row of the overview: every text as it is shown, whether the server renders it or a script renews it.
struct OverviewRow: Equatable {
    /// Short and safe in a URL, so that a page can name 200 rows: a hash of the name.
    var key: String
    var name: String
    var group: String?
    var href: String
    var state: String
    var stateWord: String
    /// `212 ms`, or `–` when no response came.
    var last: String
    /// When the last probe began, RFC 3339.
    var lastAt: String?
    var spark: Sparkline
    var uptime: String
    var learning: String
    var isLearned: Bool
    /// Why the endpoint is in trouble, if it is.
    var note: String?
    /// When the open incident was opened, RFC 3339.
    var since: String?
    /// The page of the open incident.
    var incident: String?
    /// What is to be known of the open incident beside, as `acknowledged by Ann`; empty where there is nothing.
    var flags: String

    init(_ status: EndpointStatus) {
        key = Self.key(of: status.name)
        name = status.name
        group = status.group
        href = "/endpoints/" + PercentCoding.encode(status.name)
        state = status.state.rawValue
        stateWord = Wording.state(status.state)
        last = status.last?.responseTime?.text ?? "–"
        lastAt = status.last?.timestamp.rfc3339
        spark = Sparkline(status.recent)
        uptime = Wording.uptime(status.counts24h)
        learning = Wording.learning(status)
        if case .learned = status.learning, status.enabled { isLearned = true } else { isLearned = false }
        note = Self.note(status)
        since = status.openIncident?.openedAt.rfc3339
        incident = status.openIncident.map { IncidentModel.address($0.id) }
        flags = status.openIncident.map(Wording.flags)?.joined(separator: ", ") ?? ""
    }

    /// 40 of the hash's 64 bits.
    static func key(of name: String) -> String {
        String(StableHash.of(name) >> 24, radix: 32)
    }

    private static func note(_ status: EndpointStatus) -> String? {
        if let incident = status.openIncident { return incident.reason }
        guard status.enabled else { return nil }
        if let failure = status.last?.failure { return failure.message }
        return status.state == .degraded ? status.lastVerdict?.reasons.first : nil
    }
}

extension OverviewRow: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "key": key
        case "name": self.name
        case "group": group
        case "href": href
        case "state": state
        case "stateWord": stateWord
        case "last": last
        case "lastAt": lastAt
        case "line": spark.line
        case "ticks": spark.ticks
        case "uptime": uptime
        case "learning": learning
        case "isLearned": isLearned
        case "note": note
        case "since": since
        case "sinceText": since.flatMap(Timestamp.init(parsing:)).map(Wording.time)
        case "incident": incident
        case "flags": flags
        default: nil
        }
    }
}

extension JSONWriter {
    mutating func members(of row: OverviewRow) {
        member("key", row.key)
        member("name", row.name)
        member("state", row.state)
        member("stateWord", row.stateWord)
        member("last", row.last)
        member("lastAt", row.lastAt)
        member("line", row.spark.line)
        member("ticks", row.spark.ticks)
        member("uptime", row.uptime)
        member("learning", row.learning)
        member("isLearned", row.isLearned)
        member("note", row.note)
        member("since", row.since)
        member("incident", row.incident)
        member("flags", row.flags)
    }
}
