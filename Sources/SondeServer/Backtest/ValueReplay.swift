import SondeCore
import SondeDetection

/// Judges a recorded series of numbers.
struct ValueReplay: ReplayJudge {
    private let name: String
    private let mode: AnomalySettings.Mode
    private var detector: SeriesDetector
    private(set) var pages: [ReplayedPage] = []

    /// A series is often called what its file is, which must not change what is said of it: the name is no seed.
    init(name: String, settings: AnomalySettings, interval: Duration) {
        self.name = name
        mode = settings.mode
        detector = SeriesDetector(settings: settings, interval: interval)
    }

    mutating func take(_ row: Replay.Row) -> Replay.Judgement {
        var judgement = Replay.Judgement()
        guard case .value(let value, let time) = row else { return judgement }
        judgement.verdict = detector.judge(value, at: time)
        judgement.expected = detector.expected
        judgement.isAnomaly = judgement.verdict.severity != nil
        if mode == .page { follow(judgement.verdict.fault, lastEvidence: detector.lastEvidence) }
        return judgement
    }

    /// A fault of a series is its own incident; it was over when the last evidence of it was seen.
    private mutating func follow(_ fault: Fault?, lastEvidence: Timestamp?) {
        let isOpen = pages.last.map { $0.closedAt == nil } ?? false
        if isOpen, fault == nil || fault?.began != pages.last?.openedAt {
            pages[pages.count - 1].closedAt = lastEvidence
        }
        guard let fault, pages.last?.openedAt != fault.began else { return }
        pages.append(
            ReplayedPage(
                apiName: name, openedAt: fault.began, severity: fault.severity, kind: fault.kind.rawValue,
                reasons: fault.reasons))
    }
}
