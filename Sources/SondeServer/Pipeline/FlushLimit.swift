/// Until when the commits before the end go on: as long as they succeed, within what the end may take as a whole.
///
/// Where nothing can be saved, Sonde ends within the ten seconds after which `docker stop` ends it by force: probes under way
/// get two of them, answers of the pages three, messages under way two, the store two, and its connections half a one. A
/// store that does not answer has a spool beside it, which takes what is left in milliseconds. Where the store takes what it
/// is given, it may take longer: what detectors have learned comes last, and is learned anew from the results if it is lost.
struct FlushLimit {
    /// How long a store is waited for that has a spool beside it.
    static let withSpool: Duration = .seconds(2)
    /// Without a spool what is not committed is lost, and another process may hold the file: then the end takes longer.
    static let withoutSpool: Duration = .seconds(5)
    private static let total: Duration = .seconds(12)

    private let begun: ContinuousClock.Instant
    private let withoutSuccess: Duration
    private var lastSuccess: ContinuousClock.Instant

    init(at now: ContinuousClock.Instant, hasSpool: Bool) {
        (begun, lastSuccess) = (now, now)
        withoutSuccess = hasSpool ? Self.withSpool : Self.withoutSpool
    }

    /// A commit went through, or goes elsewhere from now on.
    mutating func succeeded(at now: ContinuousClock.Instant) { lastSuccess = now }

    /// Whether one more may be tried.
    func mayGoOn(at now: ContinuousClock.Instant) -> Bool {
        now - lastSuccess < withoutSuccess && now - begun < Self.total
    }
}
