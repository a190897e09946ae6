import GRDB
package import SondeCore

extension SQLiteStore {
    /// Endpoints that are rolled up in one transaction, so that no append waits long.
    private static let endpointsAtOnce = 200

    package func rollUp(until time: Timestamp) async throws {
        let end = RollupStep.minute.beginning(time.microseconds)
        var done = try await read { try RollupProgress(in: $0).done }
        while done < end {
            try Task.checkCancellation()
            done = try await beginning(after: done, until: end)
            let stop = min(end, RollupStep.hour.beginning(done) + RollupStep.hour.microseconds)
            if done < stop { try await rollUp(done..<stop) }
            done = stop
        }
        try await renewStaleHours()
    }

    package func rebuildRollups(in range: Range<Timestamp>) async throws {
        let ids = try await read { try Int64.fetchAll($0, sql: "SELECT id FROM endpoints ORDER BY id") }
        for id in ids {
            var start = range.lowerBound.microseconds
            while let next = try await rebuildDay(of: id, in: start..<max(start, range.upperBound.microseconds)) {
                try Task.checkCancellation()
                start = next
            }
        }
    }

    /// Makes the roll-ups of a day anew, that of the oldest result in a range; returns where the next one may begin, and nil
    /// where there is none.
    private func rebuildDay(of endpoint: Int64, in range: Range<Int64>) async throws -> Int64? {
        try await writePiece { db in
            let progress = try RollupProgress(in: db)
            let oldest = try Int64.fetchOne(
                db, sql: "SELECT min(timestamp) FROM results WHERE endpoint_id = ? AND timestamp >= ?",
                arguments: [endpoint, range.lowerBound])
            let stop = min(range.upperBound, progress.done)
            guard let oldest, oldest < stop else { return nil }
            let hour = RollupStep.hour
            let start = hour.beginning(oldest)
            let end = start + 24 * hour.microseconds
            for beginning in stride(from: start, to: min(end, stop), by: Int(hour.microseconds)) {
                try db.renew(endpoint, beginning, progress)
            }
            return end
        }
    }

    /// Where nothing was stored for long, it goes on with the hour of the next result.
    private func beginning(after done: Int64, until end: Int64) async throws -> Int64 {
        guard end - done > 2 * RollupStep.hour.microseconds else { return done }
        return try await read { db in
            let next = try Int64.fetchOne(
                db,
                sql: """
                    SELECT min((SELECT min(timestamp) FROM results r WHERE r.endpoint_id = e.id AND r.timestamp >= ?))
                    FROM endpoints e
                    """, arguments: [done])
            return max(done, min(end, next.map(RollupStep.hour.beginning) ?? end))
        }
    }

    private func rollUp(_ range: Range<Int64>) async throws {
        try await write { db in
            var progress = try RollupProgress(in: db)
            progress.begun = max(progress.begun, range.upperBound)
            try progress.store(in: db)
        }
        let ids = try await read { try Int64.fetchAll($0, sql: "SELECT id FROM endpoints ORDER BY id") }
        for start in stride(from: 0, to: ids.count, by: Self.endpointsAtOnce) {
            let some = ids[start..<min(ids.count, start + Self.endpointsAtOnce)]
            try await writePiece { db in
                // Another process, such as `sonde db prune`, may have come further, and have removed what it rolled up.
                let start = max(range.lowerBound, try RollupProgress(in: db).done)
                guard start < range.upperBound else { return }
                for id in some { try db.rollUp(id, in: start..<range.upperBound) }
            }
        }
        try await write { db in
            var progress = try RollupProgress(in: db)
            progress.done = max(progress.done, range.upperBound)
            try progress.store(in: db)
        }
    }

    /// Rolls the hours up again to which results came late.
    private func renewStaleHours() async throws {
        let hours = try await read { db in
            try Row.fetchAll(db, sql: "SELECT endpoint_id, timestamp FROM stale_hours ORDER BY endpoint_id, timestamp")
                .map { (id: $0[0] as Int64, hour: $0[1] as Int64) }
        }
        for start in stride(from: 0, to: hours.count, by: Self.endpointsAtOnce) {
            try Task.checkCancellation()
            let some = hours[start..<min(hours.count, start + Self.endpointsAtOnce)]
            try await write { db in
                let progress = try RollupProgress(in: db)
                for (id, hour) in some { try db.renew(id, hour, progress) }
            }
        }
    }
}

extension Database {
    /// Results came late to this hour of an endpoint.
    func markStale(_ endpoint: Int64, _ hour: Int64) throws {
        try cachedStatement(sql: "INSERT OR IGNORE INTO stale_hours (endpoint_id, timestamp) VALUES (?, ?)")
            .execute(arguments: [endpoint, hour])
    }

    fileprivate func renew(_ endpoint: Int64, _ hour: Int64, _ progress: RollupProgress) throws {
        let end = min(hour + RollupStep.hour.microseconds, progress.done)
        // Of results that are gone the roll-ups are all there is.
        if hour >= progress.pruned, hour < end { try rollUp(endpoint, in: hour..<end) }
        try cachedStatement(sql: "DELETE FROM stale_hours WHERE endpoint_id = ? AND timestamp = ?")
            .execute(arguments: [endpoint, hour])
    }
}
