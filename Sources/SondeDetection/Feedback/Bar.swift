import SondeCore

/// How far values must go in one direction before it is a fault: further than what a person called none.
struct Bar: Sendable, Hashable {
    /// Values that are less far off count as usual where few of them are enough for a fault.
    private(set) var distance = 0.0
    /// This share of odd values is usual, however far off they are.
    private(set) var share = 0.0
    /// A lasting shift that is smaller on average is usual.
    private(set) var mean = 0.0

    /// Nothing was called no fault.
    init() {}

    /// The least that is beyond all the patterns.
    init(_ patterns: [FaultPattern]) {
        for pattern in patterns {
            distance = Swift.max(distance, Self.distanceMargin * pattern.extreme)
            share = Swift.max(share, Self.shareMargin * pattern.share)
            mean = Swift.max(mean, Self.meanMargin * pattern.mean)
        }
    }

    private static let distanceMargin = 1.1
    private static let shareMargin = 1.3
    private static let meanMargin = 1.2

    /// Beyond this share, more of them mean nothing: then only the distance counts.
    private static let largestShare = 0.6

    /// Whether a fault in which most values are odd may be told by their number alone.
    var allowsCounting: Bool { share < Self.largestShare }
}

/// The bars of one channel.
struct Bars: Sendable, Hashable {
    var high = Bar()
    var low = Bar()
}
