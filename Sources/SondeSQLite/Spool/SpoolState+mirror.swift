import Foundation
import GRDB
import SondeCore

extension SQLiteSpool.State {
    static let mirrorTables = ["mirrored_incidents", "mirrored_states", "mirrored_notices", "mirrored_silences"]

    /// A change that the file does not have: it is written with the next one.
    mutating func missMirror(_ batch: WriteBatch) {
        mirror.take(batch)
        isMirrorStale = true
    }

    /// Takes over what a batch changes, and writes it.
    mutating func mirror(_ batch: WriteBatch, in db: Database) throws {
        var changes = mirror.take(batch)
        if isMirrorStale {
            for table in Self.mirrorTables { try db.execute(sql: "DELETE FROM \(table)") }
            changes = mirror.everything
            isMirrorStale = false
        }
        try write(changes, in: db)
    }

    private func write(_ changes: IncidentMirror.Changes, in db: Database) throws {
        for id in changes.incidents {
            let part = mirror.incidents[id].map { WriteBatch(incidents: [$0]) }
            try Self.replace(part, "mirrored_incidents", "id", id, in: db)
        }
        for endpoint in changes.states {
            let part = mirror.states[endpoint].map { WriteBatch(incidentStates: [endpoint: $0]) }
            try Self.replace(part, "mirrored_states", "endpoint", endpoint, in: db)
        }
        for id in changes.notices {
            let part = mirror.notices[id].map { WriteBatch(notices: [$0]) }
            try Self.replace(part, "mirrored_notices", "id", id, in: db)
        }
        for id in changes.silences {
            let part = mirror.silences[id].map { WriteBatch(silences: [$0]) }
            try Self.replace(part, "mirrored_silences", "id", id, in: db)
        }
    }

    private static func replace(
        _ part: WriteBatch?, _ table: String, _ key: String, _ value: String, in db: Database
    ) throws {
        guard let part else {
            try db.cachedStatement(sql: "DELETE FROM \(table) WHERE \(key) = ?").execute(arguments: [value])
            return
        }
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO \(table) (\(key), bytes) VALUES (?, ?)")
            .execute(arguments: [value, Data(part.spoolBytes)])
    }
}
