package import SondeCore

extension PostgresStore {
    package func series(
        for endpoint: String, in range: Range<Timestamp>, step: Duration
    ) async throws -> [SeriesPoint] {
        let step = max(1, step.microseconds)
        return try await read { connection in
            var steps: [Int64: Rollup] = [:]
            try connection.eachPiece(
                of: endpoint, in: range, step: step,
                rollup: { steps[$0 / step * step, default: Rollup()].add($1) },
                result: { steps[$0 / step * step, default: Rollup()].add($1) })
            return steps.sorted { $0.key < $1.key }.map { SeriesPoint($1, at: Timestamp(microseconds: $0)) }
        }
    }

    package func summary(of endpoint: String, in range: Range<Timestamp>) async throws -> Rollup {
        try await read { connection in
            var summary = Rollup()
            try connection.eachPiece(
                of: endpoint, in: range, step: RollupStep.hour.microseconds, rollup: { summary.add($1) },
                result: { summary.add($1) })
            return summary
        }
    }

    package func rollUp(until time: Timestamp) async throws {
        try await layout()
        let end = Timestamp(microseconds: RollupStep.minute.beginning(time.microseconds))
        while try await rollUpNext(until: end) { try Task.checkCancellation() }
        try await renewStaleHours()
    }

    package func rebuildRollups(in range: Range<Timestamp>) async throws {
        try await layout()
        let hour = RollupStep.hour.microseconds
        var next = try await oldestHour(since: range.lowerBound)
        while let beginning = next, beginning < range.upperBound {
            try Task.checkCancellation()
            try await upkeep.transaction { connection in
                try connection.lockRollups()
                let progress = try RollupProgress(on: connection)
                let end = min(beginning.advanced(by: .microseconds(hour)), progress.done)
                if beginning >= progress.pruned, beginning < end { try connection.rollUp(beginning..<end) }
            }
            next = try await oldestHour(since: beginning.advanced(by: .microseconds(hour)))
        }
    }

    /// The beginning of the hour of the oldest result from a time on; nil without one.
    private func oldestHour(since time: Timestamp) async throws -> Timestamp? {
        try await upkeep.transaction { try $0.oldestHour(since: time) }
    }

    /// Rolls up what comes next, an hour at most; false where nothing is left to do, or another Sonde is at it.
    private func rollUpNext(until end: Timestamp) async throws -> Bool {
        let range = try await upkeep.transaction { connection -> Range<Timestamp>? in
            // Whoever appends later than this sees what is stored here; whoever was appending has ended.
            try connection.execute("SELECT pg_advisory_xact_lock(\(AdvisoryLock.append.key))")
            var progress = try RollupProgress(on: connection)
            guard progress.done < end else { return nil }
            let start = try connection.beginning(after: progress.done, until: end)
            let hour = RollupStep.hour
            let whole = Timestamp(microseconds: hour.beginning(start.microseconds) + hour.microseconds)
            progress.done = start
            progress.begun = min(end, whole)
            try progress.store(on: connection)
            return start..<max(start, progress.begun)
        }
        guard let range else { return false }
        let stop = range.upperBound
        if try await layout() == .partitions {
            try await make(
                Set(RollupStep.allCases.map { Partition(of: $0.table, holding: range.lowerBound) }), on: upkeep)
        }
        return try await upkeep.transaction { connection in
            guard try connection.tryRollupLock() else { return false }
            var progress = try RollupProgress(on: connection)
            // Another Sonde may have been there first.
            guard progress.done < stop else { return true }
            if progress.done < range.upperBound { try connection.rollUp(progress.done..<stop) }
            progress.done = stop
            try progress.store(on: connection)
            return true
        }
    }

    /// Rolls the hours up again to which results came late.
    private func renewStaleHours() async throws {
        let hours = try await upkeep.transaction { try StaleHours.beginnings(on: $0) }
        for hour in hours {
            try Task.checkCancellation()
            let goesOn = try await upkeep.transaction { connection in
                guard try connection.tryRollupLock() else { return false }
                let endpoints = try StaleHours.unmark(hour, on: connection)
                let progress = try RollupProgress(on: connection)
                let end = min(hour.advanced(by: .seconds(3600)), progress.done)
                // Of results that are gone the roll-ups are all there is.
                guard hour >= progress.pruned, hour < end else { return true }
                if endpoints.count > Self.mostOneByOne {
                    try connection.rollUp(hour..<end)
                } else {
                    for endpoint in endpoints { try connection.rollUp(hour..<end, of: endpoint) }
                }
                return true
            }
            guard goesOn else { return }
        }
    }

    /// From there on an hour of all endpoints is rolled up in less time.
    private static let mostOneByOne = 20
}

extension PostgresConnection {
    /// Longer than others: an hour of a large fleet takes a while.
    private static let patience = "SET LOCAL statement_timeout = '30min'; SET LOCAL lock_timeout = '30min'"

    fileprivate func tryRollupLock() throws -> Bool {
        try execute(Self.patience)
        return try query("SELECT pg_try_advisory_xact_lock(\(AdvisoryLock.rollups.key))") { $0.integer(0, 0) == 1 }
    }

    fileprivate func lockRollups() throws {
        try execute("\(Self.patience); SELECT pg_advisory_xact_lock(\(AdvisoryLock.rollups.key))")
    }

    /// Where nothing was stored for long, it goes on with the hour of the next result.
    fileprivate func beginning(after done: Timestamp, until end: Timestamp) throws -> Timestamp {
        guard done.duration(to: end) > .seconds(2 * 3600) else { return done }
        return max(done, min(end, try oldestHour(since: done) ?? end))
    }

    /// The oldest partition that holds one is read, and none after it.
    func oldestResult(since time: Timestamp = Timestamp(microseconds: 0)) throws -> Timestamp? {
        try query(
            "SELECT timestamp FROM api_metrics WHERE timestamp >= $1 ORDER BY timestamp LIMIT 1", [.timestamp(time)]
        ) { rows in rows.count == 0 ? nil : rows.time(0, 0) }
    }

    fileprivate func oldestHour(since time: Timestamp) throws -> Timestamp? {
        try oldestResult(since: time).map { Timestamp(microseconds: RollupStep.hour.beginning($0.microseconds)) }
    }
}
