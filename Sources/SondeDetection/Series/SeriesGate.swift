import SondeCore

/// Decides whether a value of a series is strange enough to prove a fault by itself.
struct SeriesGate: Sendable, Hashable {
    /// Less proves no fault, however quiet the series.
    private static let leastStrangeness = 10.0
    /// Excursions below it are of no interest.
    private static let base = 3.0
    /// In values, at medium sensitivity: what is reached once in as many proves no fault.
    private static let horizon = 2_500.0
    /// Where single values come alone by nature, so many of the last five must be strange.
    private static let companyNeeded = 3
    private static let companyMask: UInt8 = 0b1_1111

    private let horizon: Double
    private var gate = ExcursionGate(base: base, assumedHeight: 2, heightLimit: 30)
    /// The last values, the newest in the lowest bit; set where one was strange.
    private var last: UInt8 = 0

    init(sensitivity: AnomalySettings.Sensitivity) {
        horizon =
            switch sensitivity {
            case .low: 4 * Self.horizon
            case .medium: Self.horizon
            case .high: Self.horizon / 4
            }
    }

    mutating func judge(_ strangeness: Double, needsCompany: Bool) -> Bool {
        let isFar = strangeness > Swift.max(Self.leastStrangeness, gate.level(steps: horizon))
        gate.observe(strangeness > Self.base ? strangeness : 0)
        last = last << 1 | (isFar ? 1 : 0)
        return isFar && (!needsCompany || (last & Self.companyMask).nonzeroBitCount >= Self.companyNeeded)
    }
}
