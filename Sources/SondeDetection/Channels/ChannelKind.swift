/// What numbers are, which decides how they are compared and told.
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
}
