import SondeCore
import SondeSQLite

/// A batch that the store refuses while it takes others must not hold up those for ever.
extension SpoolingStore {
    /// Whether the store takes measurements of another batch: they may come before their turn, as nothing replaces them.
    func takesOthers(than refused: SpooledBatches) async throws -> Bool {
        for other in try await spool.measurements(behind: refused, limit: Self.trials) {
            do {
                try await bring(other)
                return true
            } catch let error as CancellationError {
                throw error
            } catch {
                // That one may be refused for the same reason.
            }
        }
        return false
    }

    private static let trials = 4

    /// Brings over what the store takes of batches that it refuses as a whole, and keeps the rest aside.
    func bringOverParts(of batches: SpooledBatches) async throws {
        var refused: [(batch: WriteBatch, reason: String)] = []
        try await append(partsOf: batches.batch, &refused)
        // States are replaced soon; they are no rows.
        refused.removeAll { $0.batch.rowCount == 0 }
        try await spool.remove(batches, settingAside: refused, at: clock.now)
        let rows = batches.batch.rowCount - refused.reduce(0) { $0 + $1.batch.rowCount }
        report.broughtOver(rows, damaged: batches.damagedRows, spool.status)
        if let first = refused.first { report.setAside(spool.status, first.reason) }
    }

    /// - Throws: When the store cannot be reached any more: then nothing is known of what it refuses.
    private func append(
        partsOf batch: WriteBatch, _ refused: inout [(batch: WriteBatch, reason: String)]
    ) async throws {
        do {
            try await bring(batch)
        } catch let error as CancellationError {
            throw error
        } catch {
            let parts = batch.parts
            if parts.isEmpty {
                _ = try await base.kind()
                refused.append((batch, "\(error)"))
            }
            for part in parts { try await append(partsOf: part, &refused) }
        }
    }

    /// Tries what was refused before the start, as far as the store knows nothing newer by now.
    ///
    /// - Throws: When the store cannot be reached any more.
    func retry(_ all: [SQLiteSpool.SetAside]) async throws {
        guard let first = all.first else { return }
        var reason = first.reason
        var knowledge = StoreKnowledge(of: base, mirror: spool.mirror)
        for refused in all {
            let batch = try await knowledge.news(in: refused.batch)
            do {
                try await bring(batch)
            } catch let error as CancellationError {
                throw error
            } catch {
                try await findStore()
                reason = "\(error)"
                continue
            }
            try await spool.remove(refused)
        }
        report.setAside(spool.status, reason)
    }
}

extension WriteBatch {
    /// Smaller batches that are the same together: two halves of its rows, or one of each incident, notice, silence and
    /// state. Empty where it is a single row.
    fileprivate var parts: [WriteBatch] {
        let alerts = notices.map { WriteBatch(notices: [$0]) } + silences.map { WriteBatch(silences: [$0]) }
        let states =
            incidentStates.map { WriteBatch(incidentStates: [$0: $1]) }
            + detectorStates.map { WriteBatch(detectorStates: [$0: $1]) }
        let events =
            incidents.map { WriteBatch(incidents: [$0]) } + halves(of: timeline) { WriteBatch(timeline: $0) } + alerts
            + states
        let measurements =
            halves(of: results) { WriteBatch(results: $0) }
            + halves(of: anomalies) { WriteBatch(anomalies: $0) }
        let parts = measurements + events
        return parts.count > 1 ? parts : []
    }

    private func halves<Row>(of rows: [Row], _ batch: ([Row]) -> WriteBatch) -> [WriteBatch] {
        guard rows.count > 1 else { return rows.isEmpty ? [] : [batch(rows)] }
        return [batch(Array(rows[..<(rows.count / 2)])), batch(Array(rows[(rows.count / 2)...]))]
    }
}
