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
            try Task.checkCancellation()
            try await write { db in
                let progress = try RollupProgress(in: db)
                let oldest = try Int64.fetchOne(
                    db, sql: "SELECT min(timestamp) FROM results WHERE endpoint_id = ? AND timestamp >= ?",
                    arguments: [id, range.lowerBound.microseconds])
                guard let oldest else { return }
                let end = min(range.upperBound.microseconds, progress.done)
                let hour = RollupStep.hour
                for start in stride(from: hour.beginning(oldest), to: end, by: Int(hour.microseconds)) {
                    try db.renew(id, start, progress)
                }
            }
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
            progress.begun = range.upperBound
            try progress.store(in: db)
        }
        let ids = try await read { try Int64.fetchAll($0, sql: "SELECT id FROM endpoints ORDER BY id") }
        for start in stride(from: 0, to: ids.count, by: Self.endpointsAtOnce) {
            let some = ids[start..<min(ids.count, start + Self.endpointsAtOnce)]
            try await write { db in
                for id in some { try db.rollUp(id, in: range) }
            }
        }
        try await write { db in
            var progress = try RollupProgress(in: db)
            progress.done = range.upperBound
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
