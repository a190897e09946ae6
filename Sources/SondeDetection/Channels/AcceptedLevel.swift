import SondeCore

/// A level that lasted long enough to be as normal as the usual one.
struct AcceptedLevel: Sendable {
    /// As long as yesterday's values do not show the new level.
    private static let validity: Duration = .seconds(2 * 86_400)
    /// Once values have been back at the usual level for as long, the other one is as odd as it was before.
    private static let returnTime: Duration = .seconds(1800)

    /// From what the time of day lets expect.
    private(set) var offset: Double
    private var accepted: Timestamp
    /// Since when nearly all values have been nearer to the usual level.
    private var returned: Timestamp?
    /// A count of values near the accepted level that falls off with every other one.
    private var near = 0

    init(offset: Double, at time: Timestamp) {
        self.offset = offset
        accepted = time
    }

    mutating func observe(beside value: Double, usual: Double, at time: Timestamp) {
        let isNear = abs(value - offset) < abs(value - usual)
        near = isNear ? Swift.min(near + 4, 12) : Swift.max(0, near - 1)
        if near >= 8 { returned = nil } else if returned == nil, near == 0 { returned = time }
    }

    func isOver(at time: Timestamp) -> Bool {
        if let returned, returned.duration(to: time) > Self.returnTime { return true }
        return accepted.duration(to: time) > Self.validity
    }
}

extension AcceptedLevel: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        coder.exchange(&offset)
        coder.exchange(&accepted)
        coder.exchange(&returned)
        coder.exchange(&near)
    }
}
