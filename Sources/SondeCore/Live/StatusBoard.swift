/// The live view that the web interface reads; the pipeline implements it.
package protocol StatusBoard: Sendable {
    /// All endpoints, in the order of the configuration.
    func statuses() async -> [EndpointStatus]

    /// One endpoint, or nil if there is none of that name.
    func status(of endpoint: String) async -> EndpointStatus?

    /// Events from now on; of one endpoint, or of all when `endpoint` is nil. A reader that falls behind loses the
    /// oldest events rather than holding up the pipeline.
    func events(of endpoint: String?) async -> AsyncStream<LiveEvent>

    /// What Sonde itself is doing.
    func health() async -> SystemHealth

    /// A person says of an incident that it was no fault, or takes that back. From then on the like of it is told once
    /// it is clearly worse; an incident that is open is over.
    ///
    /// - Parameters:
    ///   - id: Of the incident.
    ///   - stored: The incident as the store has it; nil where it has none yet.
    /// - Returns: The incident as it is from now on; nil if there is none, or if nothing is known of what it looked like.
    func excuse(_ id: String, stored: Incident?, isFault: Bool) async -> Incident?
}

/// Sonde's own state: counters since the start, and its troubles.
package struct SystemHealth: Sendable, Hashable {
    package var startedAt: Timestamp
    package var probes: Int
    /// Turns skipped because the previous probe of the endpoint was still under way.
    package var skippedTurns: Int
    /// Rows that no longer fitted into the write queue.
    package var droppedRows: Int
    package var queuedRows: Int
    /// 99th percentile of the schedule lag of recent probes.
    package var scheduleLagP99: Duration
    /// One sentence per trouble of Sonde's own (the store cannot be written, ...); empty when all is well.
    package var troubles: [String]
    /// Nil where none is in use.
    package var store: StoreHealth?

    package init(
        startedAt: Timestamp, probes: Int = 0, skippedTurns: Int = 0, droppedRows: Int = 0, queuedRows: Int = 0,
        scheduleLagP99: Duration = .zero, troubles: [String] = [], store: StoreHealth? = nil
    ) {
        self.startedAt = startedAt
        self.probes = probes
        self.skippedTurns = skippedTurns
        self.droppedRows = droppedRows
        self.queuedRows = queuedRows
        self.scheduleLagP99 = scheduleLagP99
        self.troubles = troubles
        self.store = store
    }
}
