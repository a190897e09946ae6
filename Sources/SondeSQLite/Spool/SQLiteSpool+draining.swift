import Foundation
import GRDB
package import SondeCore

/// What leaves the spool together: batches that followed each other, as one.
package struct SpooledBatches: Sendable {
    package var batch: WriteBatch
    /// How many batches they were.
    package var count: Int
    /// Rows of batches whose bytes were damaged; they are not in `batch`.
    package var damagedRows: Int
    /// The number of the last batch; nil where there are only detector states.
    var last: Int64?
    var detectorIDs: [Int64]
}

extension SQLiteSpool {
    /// Rows that are taken at once, unless a single batch has more.
    private static let rowsAtOnce = 5000
    private static let detectorBytesAtOnce = 4 << 20

    /// The oldest batches as one, and detector states once there are no more of them; nil when nothing waits.
    ///
    /// - Parameter limit: How many batches at most.
    package func oldest(_ limit: Int) async throws -> SpooledBatches? {
        let taken = try await read { db -> Taken? in
            let numbers = try db.oldestNumbers(limit, rows: Self.rowsAtOnce)
            var taken = Taken(count: numbers.count, last: numbers.last)
            if let last = numbers.last {
                taken.measurements = try db.parts(of: "measurements", through: last)
                taken.events = try db.parts(of: "events", through: last)
            }
            if numbers.count < limit {
                (taken.detectors, taken.detectorIDs) = try db.oldestDetectors(bytes: Self.detectorBytesAtOnce)
            }
            return taken.last == nil && taken.detectorIDs.isEmpty ? nil : taken
        }
        return taken?.decoded()
    }

    /// The measurements of the next batches behind those.
    package func measurements(behind batches: SpooledBatches, limit: Int) async throws -> [WriteBatch] {
        let next = try await read { db in
            try Data.fetchAll(
                db, sql: "SELECT bytes FROM measurements WHERE number > ? ORDER BY number LIMIT ?",
                arguments: [batches.last ?? 0, limit])
        }
        return next.compactMap { try? WriteBatch(spoolBytes: [UInt8]($0)) }
    }

    /// Removes what the store has now.
    package func remove(_ batches: SpooledBatches) async throws {
        try await change { db, state in try state.remove(batches, in: db) }
    }

    /// Removes what the store has now, and keeps aside what it refused, with the reasons.
    package func remove(
        _ batches: SpooledBatches, settingAside refused: [(batch: WriteBatch, reason: String)], at now: Timestamp
    ) async throws {
        let rows = refused.map { (rows: $0.batch.rowCount, reason: $0.reason, bytes: Data($0.batch.spoolBytes)) }
        try await change { db, state in
            try state.remove(batches, in: db)
            for row in rows {
                try db.execute(
                    sql: "INSERT INTO set_aside (added_at, row_count, reason, bytes) VALUES (?, ?, ?, ?)",
                    arguments: [now.microseconds, row.rows, row.reason, row.bytes])
                state.status.setAsideRows += row.rows
            }
        }
    }

    /// Gives the room of an emptied spool back to the file system.
    package func shrink() async throws {
        do {
            try await queue.writeWithoutTransaction { db in
                let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
                let free = try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
                // What is small is soon used again.
                if pages > 1024, free > pages / 2 { try db.execute(sql: "VACUUM") }
                _ = try db.checkpoint(.truncate)
            }
        } catch {
            throw SpoolFault.using(path, error)
        }
    }
}

/// Rows as they were read.
private struct Taken: Sendable {
    struct Part: Sendable {
        var rows: Int
        var bytes: Data
    }

    var count: Int
    var last: Int64?
    var measurements: [Part] = []
    var events: [Part] = []
    var detectors: [String: DetectorState?] = [:]
    var detectorIDs: [Int64] = []

    func decoded() -> SpooledBatches {
        var batches = SpooledBatches(
            batch: WriteBatch(detectorStates: detectors), count: count, damagedRows: 0, last: last,
            detectorIDs: detectorIDs)
        for part in measurements + events {
            guard let decoded = try? WriteBatch(spoolBytes: [UInt8](part.bytes)) else {
                batches.damagedRows += part.rows
                continue
            }
            batches.batch.append(decoded)
        }
        return batches
    }
}

extension Database {
    /// The numbers of the oldest batches, at most so many, of at most so many rows if they are several.
    fileprivate func oldestNumbers(_ limit: Int, rows: Int) throws -> [Int64] {
        var found: [Int64: Int] = [:]
        for table in ["measurements", "events"] {
            let oldest = try Row.fetchCursor(
                self, sql: "SELECT number, row_count FROM \(table) ORDER BY number LIMIT ?", arguments: [limit])
            while let row = try oldest.next() { found[row[0], default: 0] += row[1] as Int }
        }
        var total = 0
        let numbers = found.keys.sorted().prefix(limit)
        return Array(
            numbers.prefix { number in
                total += found[number] ?? 0
                return number == numbers.first || total <= rows
            })
    }

    fileprivate func parts(of table: String, through last: Int64) throws -> [Taken.Part] {
        try Row.fetchAll(
            self, sql: "SELECT row_count, bytes FROM \(table) WHERE number <= ? ORDER BY number", arguments: [last]
        ).map { Taken.Part(rows: $0[0], bytes: $0[1]) }
    }

    fileprivate func oldestDetectors(bytes limit: Int) throws -> ([String: DetectorState?], [Int64]) {
        var states: [String: DetectorState?] = [:]
        var ids: [Int64] = []
        var total = 0
        let rows = try Row.fetchCursor(
            self, sql: "SELECT id, endpoint, saved_at, bytes FROM detector_states ORDER BY id")
        while total < limit, let row = try rows.next() {
            let bytes: Data? = row[3]
            states.updateValue(
                bytes.map { DetectorState(savedAt: Timestamp(microseconds: row[2]), bytes: [UInt8]($0)) },
                forKey: row[1])
            ids.append(row[0])
            total += bytes?.count ?? 0
        }
        return (states, ids)
    }
}

extension SQLiteSpool.State {
    fileprivate mutating func remove(_ batches: SpooledBatches, in db: Database) throws {
        if let last = batches.last {
            for table in ["measurements", "events"] {
                // Some may have been dropped meanwhile.
                let left = try Row.fetchOne(
                    db, sql: "SELECT count(*), ifnull(sum(row_count), 0) FROM \(table) WHERE number <= ?",
                    arguments: [last])
                waiting -= left?[0] ?? 0
                status.rows -= left?[1] ?? 0
                try db.execute(sql: "DELETE FROM \(table) WHERE number <= ?", arguments: [last])
            }
            try forgetLeaps(in: db)
        }
        for id in batches.detectorIDs {
            // A newer state of the endpoint has another id.
            try db.cachedStatement(sql: "DELETE FROM detector_states WHERE id = ?").execute(arguments: [id])
            waiting -= db.changesCount
        }
    }
}
