import SondeCore

extension Timestamp {
    /// 2026-01-05T00:00:00Z.
    static let monday = Timestamp(microseconds: 1_767_571_200_000_000)

    /// A number of hours, not necessarily whole, later.
    func later(hours: Double) -> Timestamp { advanced(by: .seconds(hours * 3600)) }
}
