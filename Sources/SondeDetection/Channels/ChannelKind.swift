/// What the numbers of a channel are, which decides how they are compared.
package enum ChannelKind: Sendable, Hashable {
    /// Positive, and compared by ratio: a response time, a size.
    case ratio
    /// Any real number, compared by difference in units of its own noise.
    case number

    /// The scale on which residuals are formed.
    func scaled(_ value: Double) -> Double {
        switch self {
        case .ratio: Logarithm.of(Swift.max(value, Self.smallestValue))
        case .number: value
        }
    }

    /// The value of a place on that scale.
    func unscaled(_ scaled: Double) -> Double {
        switch self {
        case .ratio: Logarithm.inverse(scaled)
        case .number: scaled
        }
    }

    /// Values below count as this one: a ratio to nothing says nothing.
    private static let smallestValue = 0.1

    /// The least residuals that matter to a person, however quiet a series is.
    struct Effects {
        /// A single value that is high.
        var high: Double
        /// A single value that is low; farther off than `high`, because ease is rarely a fault.
        var low: Double
        /// The mean of a lasting shift upwards.
        var shift: Double
    }

    /// - Parameters:
    ///   - deviation: The usual size of residuals.
    ///   - isYoung: No whole week is known: a first weekend is often faster than all days before it.
    func effects(deviation: Double, trust: ValueChannel.Trust, isYoung: Bool) -> Effects {
        switch (self, trust) {
        // 1.42, 0.5 or 0.41, and 1.13 times the usual value.
        case (.ratio, .full): Effects(high: 0.35, low: isYoung ? 0.9 : 0.7, shift: 0.12)
        // 3, 0.2, and 3 times.
        case (.ratio, _): Effects(high: 1.1, low: 1.6, shift: 1.1)
        case (.number, .full): Effects(high: 4 * deviation, low: (isYoung ? 6 : 4) * deviation, shift: 1.5 * deviation)
        case (.number, _): Effects(high: 8 * deviation, low: 8 * deviation, shift: 8 * deviation)
        }
    }
}
