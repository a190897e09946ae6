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

    static func replay(_ endpoint: Endpoint, from store: any Store, until end: Timestamp) async throws
        -> ReplayedHistory
    {
        var history = ReplayedHistory(
            detector: AnomalyDetector(settings: endpoint.anomaly, interval: endpoint.interval), newest: [])
        var start = end.advanced(by: .zero - endpoint.anomaly.window)
        while start < end {
            try Task.checkCancellation()
            let stop = min(end, start.advanced(by: step))
            let results = try await store.results(for: endpoint.name, in: start..<stop, limit: Int.max)
            for result in results { _ = history.detector.judge(result) }
            history.newest = (history.newest + results.suffix(EndpointMonitor.recentCount))
                .suffix(EndpointMonitor.recentCount)
            start = stop
        }
        if history.detector.wantsTraining(at: end) {
            let model = try history.detector.trainingSet(at: end).train(for: endpoint.name)
            history.detector.install(model)
        }
        return history
    }
}
