import SondeCore

/// How far values must go in one direction before it is a fault: further than what a person called none.
struct Bar: Sendable, Hashable {
    /// Values that are less far off count as usual where few of them are enough for a fault.
    private(set) var distance = 0.0
    /// This share of odd values is usual, however far off they are.
    private(set) var share = 0.0
    /// So many probes may be odd before it is told after all; 0 where nothing was called no fault.
    private(set) var probes = 0

    /// Nothing was called no fault.
    init() {}

    /// The least that is beyond all the patterns.
    init(_ patterns: [FaultPattern]) {
        for pattern in patterns {
            distance = Swift.max(distance, pattern.distanceBar)
            share = Swift.max(share, pattern.shareBar)
            probes = Swift.max(probes, pattern.probesBar)
        }
    }

    /// Whether a fault in which most values are odd may be told by their number alone.
    var allowsCounting: Bool { share < FaultPattern.largestShareBar }
}

/// The bars of one channel.
struct Bars: Sendable, Hashable {
    var high = Bar()
    var low = Bar()

    /// So many probes may be odd before it is told after all; nil where nothing was called no fault.
    var probes: Int? {
        let most = Swift.max(high.probes, low.probes)
        return most > 0 ? most : nil
    }
}
