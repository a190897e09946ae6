import SondeCore

/// A strange point, drawn as a dot.
struct PlotMark: Sendable, Equatable {
    let time: Timestamp
    /// Nil where the probe failed.
    let value: Double?
    /// -log10 of the calibrated tail probability; never NaN.
    let surprise: Double
    /// The detector's decision function: below 0 is anomalous.
    let score: Double?
    let reasons: [String]
}
