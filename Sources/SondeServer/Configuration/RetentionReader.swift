import SondeCore
import Yams

extension MappingReader<StoreKey> {
    /// Results of less than an hour would leave the detector nothing to learn from.
    private static let range: ClosedRange<Duration> = .seconds(3_600) ... .seconds(3_650 * 86_400)

    /// How long results and roll-ups are kept.
    func retention() -> Retention {
        var retention = Retention()
        if let results = duration(.retention, in: Self.range) { retention.results = results }
        let minutes = duration(.minuteRetention, atLeast: retention.results, as: .retention)
        retention.minuteRollups = minutes ?? max(retention.minuteRollups, retention.results)
        let hours = duration(.hourRetention, atLeast: retention.minuteRollups, as: .minuteRetention)
        retention.hourRollups = hours ?? max(retention.hourRollups, retention.minuteRollups)
        return retention
    }

    /// A chart of hours reads the minutes at its edges, and one of minutes the results: the coarser must not end first.
    private func duration(_ key: StoreKey, atLeast least: Duration, as finer: StoreKey) -> Duration? {
        guard let duration = duration(key, in: Self.range), let text = text(key) else { return nil }
        if duration >= least { return duration }
        // What is not written has a default, which may be meant: then its length helps more than its name.
        let other = has(finer) ? path(finer) : "the \(least.configured) of \(path(finer)), which is not written"
        let sentence =
            "\(text.shown) is shorter than \(other); keep roll-ups at least as long as what they are made of."
        report(key, sentence, at: text.position)
        return nil
    }
}
