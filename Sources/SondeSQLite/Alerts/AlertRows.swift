import GRDB
import SondeCore

extension Row {
    /// A column of microseconds since 1970; nil also where there is no such column.
    func time(_ column: String) -> Timestamp? {
        let microseconds: Int64? = self[column]
        return microseconds.map(Timestamp.init(microseconds:))
    }
}

extension TimelineEntry {
    init(_ row: Row) {
        self.init(
            incident: row["incident_id"], at: Timestamp(microseconds: row["timestamp"]),
            kind: Kind(rawValue: row["kind"]) ?? .note, text: row["text"], author: row["author"])
    }
}

extension Notice {
    init(_ row: Row) throws {
        self.init(
            id: row["id"], channel: row["channel"], event: AlertEvent(rawValue: row["event"]) ?? .opened,
            incident: try JSONText.decode(Incident.self, from: row["incident"]),
            createdAt: Timestamp(microseconds: row["created_at"]), dueAt: Timestamp(microseconds: row["due_at"]),
            message: row["message"], state: State(rawValue: row["state"]) ?? .dead, attempts: row["attempts"],
            fault: row["fault"], endedAt: row.time("ended_at"), receipt: row["receipt"],
            description: row["description"])
    }
}

extension Silence {
    init(_ row: Row) throws {
        self.init(
            id: row["id"], purpose: Purpose(rawValue: row["purpose"]) ?? .silence,
            matcher: try JSONText.decode(EndpointMatcher.self, from: row["matcher"]),
            schedule: try JSONText.decode(Schedule.self, from: row["schedule"]), comment: row["comment"],
            author: row["author"], createdAt: Timestamp(microseconds: row["created_at"]),
            endedAt: row.time("ended_at"))
    }
}
