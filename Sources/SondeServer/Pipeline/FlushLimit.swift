/// Until when the commits before the end go on: as long as they succeed, within what the end may take as a whole.
///
/// Before them probes get five seconds and answers of the pages three; a store away takes its ten in the worst case. That is
/// together the half minute after which systemd and the containers end Sonde by force.
struct FlushLimit {
    private static let withoutSuccess: Duration = .seconds(5)
    private static let total: Duration = .seconds(12)

    private let begun: ContinuousClock.Instant
    private var lastSuccess: ContinuousClock.Instant

    init(at now: ContinuousClock.Instant) {
        (begun, lastSuccess) = (now, now)
    }

    mutating func succeeded(at now: ContinuousClock.Instant) { lastSuccess = now }

    /// Whether one more may be tried.
    func mayGoOn(at now: ContinuousClock.Instant) -> Bool {
        now - lastSuccess < Self.withoutSuccess && now - begun < Self.total
    }
}
