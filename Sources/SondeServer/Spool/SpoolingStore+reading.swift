package import SondeCore
import SondeSQLite

/// Questions go to the store itself, and fail while it is away. What is known of open incidents is answered all the same.
extension SpoolingStore {
    package func openIncidents() async throws -> [Incident] {
        try await mirrored(\.open) { try await $0.openIncidents() }
    }

    package func excusedIncidents() async throws -> [Incident] {
        try await mirrored(\.excused) { try await $0.excusedIncidents() }
    }

    package func incidentStates() async throws -> [String: IncidentState] {
        try await mirrored(\.states) { try await $0.incidentStates() }
    }

    package func incident(_ id: String) async throws -> Incident? {
        let mirrored = spool.mirror.incidents[id]
        if isSpooling, let mirrored { return mirrored }
        do {
            return try await base.incident(id)
        } catch StoreError.unavailable(let sentence) {
            guard let mirrored else { throw StoreError.unavailable(sentence) }
            return mirrored
        }
    }

    package func members(of incident: String) async throws -> [Incident] {
        let mirrored = spool.mirror.members(of: incident)
        if isSpooling, !mirrored.isEmpty { return mirrored }
        do {
            return try await base.members(of: incident)
        } catch StoreError.unavailable(let sentence) {
            guard !mirrored.isEmpty else { throw StoreError.unavailable(sentence) }
            return mirrored
        }
    }

    /// While the store is away or rows wait, of the notices that have ended those alone whose incident is open.
    package func notices(since time: Timestamp) async throws -> [Notice] {
        try await mirrored(\.noticesInOrder) { try await $0.notices(since: time) }
    }

    package func silences() async throws -> [Silence] {
        try await mirrored(\.silencesInOrder) { try await $0.silences() }
    }

    package func endedSilences() async throws -> [Silence] { try await base.endedSilences() }

    /// While rows wait in the spool, the store knows less than the mirror.
    private func mirrored<Value>(
        _ part: (IncidentMirror) -> Value, _ read: (any Store) async throws -> Value
    ) async throws -> Value {
        if isSpooling { return part(spool.mirror) }
        do {
            return try await read(base)
        } catch StoreError.unavailable {
            return part(spool.mirror)
        }
    }

    package func results(for endpoint: String, in range: Range<Timestamp>, limit: Int) async throws -> [ProbeResult] {
        try await base.results(for: endpoint, in: range, limit: limit)
    }

    package func failures(for endpoint: String, before end: Timestamp, limit: Int) async throws -> [ProbeResult] {
        try await base.failures(for: endpoint, before: end, limit: limit)
    }

    package func series(
        for endpoint: String, in range: Range<Timestamp>, step: Duration
    ) async throws -> [SeriesPoint] {
        try await base.series(for: endpoint, in: range, step: step)
    }

    package func summary(of endpoint: String, in range: Range<Timestamp>) async throws -> Rollup {
        try await base.summary(of: endpoint, in: range)
    }

    package func anomalies(for endpoint: String?, in range: Range<Timestamp>, limit: Int) async throws -> [Anomaly] {
        try await base.anomalies(for: endpoint, in: range, limit: limit)
    }

    package func incidents(for endpoint: String?, in range: Range<Timestamp>, limit: Int) async throws -> [Incident] {
        try await base.incidents(for: endpoint, in: range, limit: limit)
    }

    package func timeline(of incident: String) async throws -> [TimelineEntry] {
        try await base.timeline(of: incident)
    }

    package func notices(in state: Notice.State?, limit: Int) async throws -> [Notice] {
        try await base.notices(in: state, limit: limit)
    }

    package func notices(of incident: String) async throws -> [Notice] {
        try await base.notices(of: incident)
    }

    package func detectorStates<Value: Sendable>(
        _ make: @escaping @Sendable (String, DetectorState) -> Value
    ) async throws -> [String: Value] {
        try await base.detectorStates(make)
    }

    package func detectorState(of endpoint: String) async throws -> DetectorState? {
        try await base.detectorState(of: endpoint)
    }

    package func hourlyCounts(in range: Range<Timestamp>) async throws -> [String: [Int: ProbeCounts]] {
        try await base.hourlyCounts(in: range)
    }
}

// MARK: Upkeep

extension SpoolingStore {
    /// Nothing while results wait in the spool: their minutes would be made twice.
    package func rollUp(until time: Timestamp) async throws {
        if !isSpooling { try await base.rollUp(until: time) }
    }

    package func rebuildRollups(in range: Range<Timestamp>) async throws {
        try await base.rebuildRollups(in: range)
    }

    package func prune(before cutoffs: RetentionCutoffs) async throws -> Int {
        try await unlessAway { try await $0.prune(before: cutoffs) } ?? 0
    }

    package func trim(to bytes: Int, keeping cutoff: Timestamp) async throws -> Timestamp? {
        // A store whose disk is full takes no rows and can be trimmed all the same.
        try await unlessAway { try await $0.trim(to: bytes, keeping: cutoff) } ?? nil
    }

    /// Nil where the store is away, which is told already.
    private func unlessAway<Value>(_ body: (any Store) async throws -> Value) async throws -> Value? {
        do {
            return try await body(base)
        } catch StoreError.unavailable(let sentence) {
            guard isSpooling else { throw StoreError.unavailable(sentence) }
            return nil
        }
    }

    package func size() async throws -> StoreSize { try await base.size() }

    package func kind() async throws -> String { try await base.kind() }
}
