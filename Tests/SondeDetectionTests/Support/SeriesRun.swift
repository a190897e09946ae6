import SondeCore

@testable import SondeDetection

/// A number with noise of 1 about 100 before a detector of series, one a minute, reproducible.
struct SeriesRun: Sendable {
    var detector: SeriesDetector
    /// The time of the newest value.
    private(set) var time = Timestamp.monday.later(hours: -1.0 / 60)
    private var random = SplitMix(state: 14)

    init(seed: UInt64 = 0) {
        detector = SeriesDetector(settings: AnomalySettings(), interval: .seconds(60), seed: seed)
    }

    /// After two quiet days and an hour.
    static let afterTwoDays: SeriesRun = {
        var run = SeriesRun()
        run.feed(2940)
        return run
    }()

    /// Judges the next value, a usual one unless it is said.
    @discardableResult
    mutating func next(_ value: Double? = nil) -> Verdict {
        time = time.advanced(by: .seconds(60))
        let usual = 100 + random.normal()
        return detector.judge(value ?? usual, at: time)
    }

    @discardableResult
    mutating func feed(_ count: Int) -> [Verdict] { (0..<count).map { _ in next() } }

    @discardableResult
    mutating func feed(_ values: [Double]) -> [Verdict] { values.map { next($0) } }

    /// Lets time pass without values.
    mutating func pause(minutes: Double) { time = time.later(hours: minutes / 60) }
}
