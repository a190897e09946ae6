package import SondeCore

extension PostgresStore {
    package func rollUp(until time: Timestamp) async throws {
        try await rollUpNew(until: time)
        try await renewStaleHours()
    }

    /// Makes the roll-ups of what is not rolled up yet.
    func rollUpNew(until time: Timestamp) async throws {
        try await layout()
        let end = Timestamp(microseconds: RollupStep.minute.beginning(time.microseconds))
        while try await rollUpNext(until: end) { try Task.checkCancellation() }
    }

    package func rebuildRollups(in range: Range<Timestamp>) async throws {
        try await layout()
        var next = try await oldestHour(in: range)
        while let hour = next {
            try Task.checkCancellation()
            try await makePartitions(ofRollupsAt: hour)
            try await upkeep.transaction { connection in
                try connection.lockRollups()
                try connection.renew(hour)
            }
            next = try await oldestHour(in: min(hour.nextHour, range.upperBound)..<range.upperBound)
        }
    }

    private func oldestHour(in range: Range<Timestamp>) async throws -> Timestamp? {
        let layout = try await layout()
        return try await upkeep.transaction { try OldestResult.hour(in: range, layout, on: $0) }
    }

    /// Rolls up what comes next, an hour at most; false where nothing is left to do, another Sonde is at it, or those who
    /// append leave no moment for it.
    private func rollUpNext(until end: Timestamp) async throws -> Bool {
        let done = try await upkeep.transaction { try RollupProgress(on: $0).done }
        guard done < end else { return false }
        // Where nothing was stored for long, it goes on with the hour of the next result.
        let isLong = done.duration(to: end) > .seconds(2 * 3600)
        let start = isLong ? try await max(done, oldestHour(in: done..<end) ?? end) : done
        let begun = try await upkeep.transaction { try $0.begin(from: done, orFrom: start, until: end) }
        guard let begun else { return false }
        try await makePartitions(ofRollupsAt: start)
        return try await upkeep.transaction { connection in
            guard try connection.tryRollupLock() else { return false }
            var progress = try RollupProgress(on: connection)
            // Another Sonde may have been there first.
            guard progress.done < begun else { return true }
            try connection.rollUp(progress.done..<begun)
            progress.done = begun
            try progress.store(on: connection)
            return true
        }
    }

    /// Rolls the hours up again to which results came late. One that cannot be does not hold up the others.
    private func renewStaleHours() async throws {
        let hours = try await upkeep.transaction { try StaleHours.beginnings(on: $0) }
        var fault: (any Error)?
        for hour in hours {
            try Task.checkCancellation()
            do {
                guard try await renew(hour) else { return }
            } catch let error as StoreError {
                guard await upkeep.isOpen else { throw error }
                fault = error
            }
        }
        if let fault { throw fault }
    }

    /// - Returns: Whether no other Sonde is at it.
    private func renew(_ hour: Timestamp) async throws -> Bool {
        try await makePartitions(ofRollupsAt: hour)
        let marks = try await upkeep.transaction { try StaleHours.read(hour, on: $0) }
        let isRenewed = try await upkeep.transaction { connection in
            guard try connection.tryRollupLock() else { return false }
            if marks.endpoints.count > Self.mostOneByOne {
                try connection.renew(hour)
            } else {
                for endpoint in marks.endpoints { try connection.renew(hour, of: endpoint) }
            }
            return true
        }
        if isRenewed { try await upkeep.transaction { try StaleHours.remove(marks, of: hour, on: $0) } }
        return isRenewed
    }

    /// From there on an hour of all endpoints is rolled up in less time.
    private static let mostOneByOne = 20

    private func makePartitions(ofRollupsAt time: Timestamp) async throws {
        guard try await layout() == .partitions else { return }
        try await make(Set(RollupStep.allCases.map { Partition(of: $0.table, holding: time) }), on: upkeep)
    }
}

extension PostgresConnection {
    /// As often, a twentieth of a second apart, the lock of those who append is asked for.
    private static let asks = 40

    /// Moves the time from which on results come late, an hour on at most.
    ///
    /// - Parameters:
    ///   - start: Where there is nothing before it, it goes on from there.
    /// - Returns: That time; nil where others append all the while.
    fileprivate func begin(from done: Timestamp, orFrom start: Timestamp, until end: Timestamp) throws -> Timestamp? {
        // Nobody queues behind it: who appends goes first.
        guard try tryLock(.append, times: Self.asks) else { return nil }
        // Whoever appends later than this sees what is stored here; whoever was appending has ended.
        var progress = try RollupProgress(on: self)
        if start > done, progress.done == done, try !hasResults(in: done..<start) { progress.done = start }
        let whole = Timestamp(microseconds: RollupStep.hour.beginning(progress.done.microseconds)).nextHour
        progress.begun = max(progress.done, min(end, whole))
        try progress.store(on: self)
        return progress.begun
    }

    private func hasResults(in range: Range<Timestamp>) throws -> Bool {
        try OldestResult.isAny(in: range, on: self)
    }

    fileprivate func tryRollupLock() throws -> Bool {
        try allowForLong()
        return try tryLock(.rollups, times: 1)
    }

    func lockRollups() throws {
        try allowForLong()
        try execute("SELECT pg_advisory_xact_lock(\(AdvisoryLock.rollups.key))")
    }

    /// For what takes longer than answering: an hour of a large fleet, a day that is removed. Chunks are decompressed as
    /// far as it needs.
    func allowForLong() throws {
        try execute(
            """
            SET LOCAL statement_timeout = '30min'; SET LOCAL lock_timeout = '30min';
            SET LOCAL timescaledb.max_tuples_decompressed_per_dml_transaction = 0
            """)
    }

    /// Makes the roll-ups of an hour anew, as far as it is rolled up. Of results that are gone they are all there is.
    fileprivate func renew(_ hour: Timestamp, of endpoint: String? = nil) throws {
        let progress = try RollupProgress(on: self)
        let end = min(hour.nextHour, progress.done)
        if hour >= progress.pruned, hour < end { try rollUp(hour..<end, of: endpoint) }
    }
}

extension Timestamp {
    /// An hour later.
    fileprivate var nextHour: Timestamp { advanced(by: .microseconds(RollupStep.hour.microseconds)) }
}
