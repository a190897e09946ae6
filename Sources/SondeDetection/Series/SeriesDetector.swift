package import SondeCore

/// Judges a series of plain numbers that come at a steady interval: the same novelty as of probes, and as faults values
/// that stand out by far, zeros where none are usual, and missing values.
///
/// Each value stands for a whole interval of somebody's measurements, so that a single one may prove a fault, as a
/// single probe may not.
package struct SeriesDetector: Sendable {
    private let settings: AnomalySettings
    private var novelty: NoveltyJudge
    private var gate: SeriesGate
    private var zeros = ZeroReadings()
    private var missing: MissingValues
    private var episode: SeriesEpisode
    private var zeroRun = RunOnset()

    /// - Parameters:
    ///   - interval: Between two values.
    ///   - seed: Of the forest; the same seed and values give the same verdicts.
    package init(settings: AnomalySettings, interval: Duration, seed: UInt64 = 0) {
        self.settings = settings
        novelty = NoveltyJudge(settings: settings, interval: interval, seed: seed, isSeries: true)
        gate = SeriesGate(sensitivity: settings.sensitivity)
        missing = MissingValues(interval: interval)
        episode = SeriesEpisode(interval: interval)
    }

    /// When the newest evidence of the last fault was seen.
    package var lastEvidence: Timestamp? { episode.lastEvidence }

    /// What values are expected between; nil before enough were seen.
    package private(set) var expected: ClosedRange<Double>?

    /// Judges a value and then learns from it. Call once per value, in time order.
    package mutating func judge(_ value: Double, at time: Timestamp) -> Verdict {
        let wasOpen = episode.fault != nil
        let isZero = zeros.judge(value, at: time)
        let isMissing = missing.judge(at: time)
        let novelty = novelty.judge(value, at: time, learns: !isZero || zeros.areRest)
        let isFar = gate.judge(novelty.strangeness, needsCompany: zeros.dominate)
        let kind: Fault.Kind? =
            isZero && !zeros.areRest && !zeros.areHabit
            ? .zero : isMissing ? .missing : isFar ? (novelty.value >= novelty.usual ? .high : .low) : nil
        let reasons = { [missing] in Self.reasons($0, novelty, missing) }
        episode.observe(kind, at: time, reasons: reasons)
        expected = novelty.expected
        let begins = zeroRun.judge(isZero) || wasOpen && novelty.isAfterGap || isZero && novelty.isAfterGap
        return verdict(novelty, isZero: isZero, isMark: novelty.isMark || begins)
    }

    private func verdict(_ novelty: Novelty, isZero: Bool, isMark: Bool) -> Verdict {
        var verdict = Verdict(score: novelty.score, surprise: novelty.score.map { _ in novelty.surprise })
        verdict.fault = episode.fault
        guard isMark else { return verdict }
        verdict.severity = novelty.score.flatMap(settings.thresholds.severity) ?? .medium
        verdict.reasons = isZero ? [Self.zeroReason] : NoveltyReasons(novelty: novelty, kind: .number).text()
        return verdict
    }

    private static func reasons(_ kind: Fault.Kind, _ novelty: Novelty, _ missing: MissingValues) -> [String] {
        switch kind {
        case .zero: [zeroReason]
        case .missing: ["values are missing more often than usual: \(missing.text)"]
        default: NoveltyReasons(novelty: novelty, kind: .number).text()
        }
    }

    private static let zeroReason = "value 0, which is not usual: perhaps nothing was measured"
}
