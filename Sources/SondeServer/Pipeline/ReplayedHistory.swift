package import SondeCore
package import SondeDetection
import SondeIncidents

/// What the stored history of one endpoint teaches after a restart: the detector, fed through the very code that
/// judges live probes.
package struct ReplayedHistory: Sendable {
    /// How much is read from the store at a time.
    private static let step: Duration = .seconds(6 * 3600)

    /// Nil where nothing was stored since the detector was saved: the one that judges already is right.
    package var detector: AnomalyDetector?
    /// The newest results, oldest first, for the sparkline.
    package var newest: [ProbeResult]

    package init(detector: AnomalyDetector?, newest: [ProbeResult]) {
        self.detector = detector
        self.newest = newest
    }

    /// - Parameters:
    ///   - savedAt: The newest result that the detector which judges already has learned from; nil if it is a new one.
    ///     Only results after it are replayed.
    ///   - isUnread: The detector which judges is a new one because what was saved could not be read: that is done now.
    ///   - excused: What was called no fault.
    ///   - windows: Maintenance windows of the endpoint, in which nothing is learned; those that a person ended, until
    ///     then.
    static func replay(
        _ endpoint: Endpoint, savedAt: Timestamp? = nil, isUnread: Bool = false, excused: [FaultPattern] = [],
        windows: [Silence] = [], from store: any Store, until end: Timestamp
    ) async throws -> ReplayedHistory {
        var fresh = AnomalyDetector(endpoint)
        fresh.update(excused: excused)
        var start = end.advanced(by: .zero - endpoint.anomaly.window)
        let limit = EndpointMonitor.recentCount
        var newest: [ProbeResult] = []
        if savedAt != nil || isUnread {
            newest = try await store.results(for: endpoint.name, in: start..<max(start, end), limit: limit)
            if let savedAt, newest.last.map({ $0.timestamp <= savedAt }) ?? true {
                return ReplayedHistory(detector: nil, newest: newest)
            }
            if let state = try await store.detectorState(of: endpoint.name),
                let restored = state.restored(fresh, of: endpoint)
            {
                fresh = restored
                start = state.savedAt.advanced(by: .microseconds(1))
            }
        }
        var detector = fresh
        while start < end {
            try Task.checkCancellation()
            let stop = min(end, start.advanced(by: step))
            let results = try await store.results(for: endpoint.name, in: start..<stop, limit: Int.max)
            for result in results where !windows.contains(where: { $0.held(at: result.timestamp) }) {
                _ = detector.judge(result)
            }
            if savedAt == nil, !isUnread { newest = (newest + results.suffix(limit)).suffix(limit) }
            start = stop
        }
        return ReplayedHistory(detector: detector, newest: newest)
    }
}

extension Silence {
    /// Whether it held at a time that is over: one that a person ended before its time held until then.
    fileprivate func held(at time: Timestamp) -> Bool {
        endedAt.map { time < $0 } ?? true && schedule.holds(at: time)
    }
}
