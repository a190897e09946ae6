package import SondeCore
package import SondeDetection

/// What the stored history of one endpoint teaches after a restart: the detector, fed through the very code that
/// judges live probes.
package struct ReplayedHistory: Sendable {
    /// How much is read from the store at a time.
    private static let step: Duration = .seconds(6 * 3600)

    package var detector: AnomalyDetector
    /// The newest results, oldest first, for the sparkline.
    package var newest: [ProbeResult]

    package init(detector: AnomalyDetector, newest: [ProbeResult]) {
        self.detector = detector
        self.newest = newest
    }

    /// - Parameter saved: What was saved of the detector; only results after it are replayed.
    static func replay(
        _ endpoint: Endpoint, saved: DetectorState? = nil, from store: any Store, until end: Timestamp
    ) async throws -> ReplayedHistory {
        let fresh = AnomalyDetector(endpoint)
        var history = ReplayedHistory(detector: fresh, newest: [])
        var start = end.advanced(by: .zero - endpoint.anomaly.window)
        var isRestored = false
        if let saved, let restored = saved.restored(fresh, of: endpoint) {
            isRestored = true
            history.detector = restored
            let limit = EndpointMonitor.recentCount
            history.newest = try await store.results(for: endpoint.name, in: start..<max(start, end), limit: limit)
            start = saved.savedAt.advanced(by: .microseconds(1))
        }
        while start < end {
            try Task.checkCancellation()
            let stop = min(end, start.advanced(by: step))
            let results = try await store.results(for: endpoint.name, in: start..<stop, limit: Int.max)
            for result in results { _ = history.detector.judge(result) }
            if !isRestored {
                history.newest = (history.newest + results.suffix(EndpointMonitor.recentCount))
                    .suffix(EndpointMonitor.recentCount)
            }
            start = stop
        }
        return history
    }
}
