import Foundation
import GRDB
package import SondeCore
import Synchronization

extension SQLiteSpool {
    /// Puts a batch behind the others. When it returns, neither the end of the process nor that of the machine loses it.
    ///
    /// Where that makes the spool too large, or where measurements are too old, the oldest of them are dropped and counted;
    /// before them what detectors have learned, which only saves reading history; incidents and all that is told of them
    /// never.
    package func append(_ batch: WriteBatch, at now: Timestamp) async throws {
        let measurements = batch.measurements
        let events = batch.events
        let rows = (measurements.rowCount, events.rowCount)
        let bytes = (Data(measurements.spoolBytes), Data(events.spoolBytes))
        let limits = limits
        try await change { db, state in
            let number = state.next
            try state.noteLeap(to: now, before: number, in: db)
            state.next += 1
            if !measurements.isEmpty {
                try db.insert("measurements", number, now, rows.0, bytes.0)
                state.waiting += 1
                state.status.rows += rows.0
            }
            if !events.isEmpty {
                try db.insert("events", number, now, rows.1, bytes.1)
                state.waiting += 1
                state.status.rows += rows.1
            }
            for (endpoint, detector) in batch.detectorStates {
                try db.replaceDetector(detector, of: endpoint, waiting: &state.waiting)
            }
            try state.mirror(batch, in: db)
            try state.dropOldest(beyond: limits, at: now, in: db)
        } orElse: { state in
            state.missMirror(batch)
        }
    }

    /// Notes what a batch that the store takes itself changes about incidents, so that the next start knows it, too.
    package func mirror(_ batch: WriteBatch) async throws {
        let events = batch.events
        guard !events.isEmpty || state.withLock({ $0.isMirrorStale }) else { return }
        try await change { db, state in
            try state.mirror(events, in: db)
        } orElse: { state in
            state.missMirror(events)
        }
    }

    /// Takes over all that the store knows of incidents.
    package func replaceMirror(with mirror: IncidentMirror) async throws {
        guard state.withLock({ $0.mirror != mirror || $0.isMirrorStale }) else { return }
        try await change { db, state in
            state.mirror = mirror
            state.isMirrorStale = true
            try state.mirror(WriteBatch(), in: db)
        } orElse: { state in
            state.mirror = mirror
            state.isMirrorStale = true
        }
    }
}

extension WriteBatch {
    var measurements: WriteBatch { WriteBatch(results: results, anomalies: anomalies) }

    var events: WriteBatch {
        WriteBatch(
            incidents: incidents, timeline: timeline, notices: notices, silences: silences,
            incidentStates: incidentStates)
    }

    /// Results, anomalies and incidents with their steps, notices and silences.
    package var rowCount: Int {
        results.count + anomalies.count + incidents.count + timeline.count + notices.count + silences.count
    }

    /// Takes over what follows; what is newer counts.
    mutating func append(_ next: WriteBatch) {
        results += next.results
        anomalies += next.anomalies
        incidents += next.incidents
        timeline += next.timeline
        notices += next.notices
        silences += next.silences
        incidentStates.merge(next.incidentStates) { _, newer in newer }
        detectorStates.merge(next.detectorStates) { _, newer in newer }
    }
}

extension Database {
    fileprivate func insert(_ table: String, _ number: Int64, _ time: Timestamp, _ rows: Int, _ bytes: Data) throws {
        try cachedStatement(sql: "INSERT INTO \(table) (number, added_at, row_count, bytes) VALUES (?, ?, ?, ?)")
            .execute(arguments: [number, time.microseconds, rows, bytes])
    }

    fileprivate func replaceDetector(_ state: DetectorState?, of endpoint: String, waiting: inout Int) throws {
        try cachedStatement(sql: "DELETE FROM detector_states WHERE endpoint = ?").execute(arguments: [endpoint])
        waiting += 1 - changesCount
        try cachedStatement(sql: "INSERT INTO detector_states (endpoint, saved_at, bytes) VALUES (?, ?, ?)")
            .execute(arguments: [endpoint, state?.savedAt.microseconds ?? 0, state.map { Data($0.bytes) }])
    }
}
