/// The least residuals that matter to a person, however quiet a channel is; differences of logarithms.
struct Effects {
    /// A single value that is high.
    var high: Double
    /// A single value that is low; farther off than `high`, because ease is rarely a fault.
    var low: Double
    /// The mean of a lasting shift upwards.
    var shift: Double

    /// - Parameter isYoung: No whole week is known: a first weekend is often faster than all days before it.
    init(trust: ValueChannel.Trust, isYoung: Bool) {
        // 1.42, 0.5 or 0.41, and 1.13 times the usual value; before a day is known 3, 0.2 and 3 times.
        (high, low, shift) = trust == .full ? (0.35, isYoung ? 0.9 : 0.7, 0.12) : (1.1, 1.6, 1.1)
    }
}
