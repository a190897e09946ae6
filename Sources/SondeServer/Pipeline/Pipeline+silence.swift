import SondeCore

extension Pipeline {
    /// Probing is late beyond this however short the intervals are.
    private static let patience: Duration = .seconds(60)

    /// For how long no probe has ended, where that is longer than two intervals and a time-out; nil where it is not, and
    /// where nothing is probed.
    func silenceOfProbes(at now: Timestamp) -> Duration? {
        let probed = monitors.values.lazy.map(\.endpoint).filter { $0.enabled && $0.source == .probe }
        guard let most = probed.map({ $0.interval * 2 + $0.client.timeout }).min() else { return nil }
        let silence = (lastProbeAt ?? startedAt).duration(to: now)
        return silence > max(most, Self.patience) ? silence : nil
    }
}
