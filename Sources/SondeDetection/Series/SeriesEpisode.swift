import SondeCore

/// Holds a fault of a series from the value that proves it until it is over, so that it is told once.
struct SeriesEpisode: Sendable {
    /// Values without evidence after which a fault is over.
    private static let quietValues = 30
    /// A new level that has lasted as long is the new normal: half an hour, or 120 values where that is sooner, and at
    /// least 20.
    private let acceptance: Duration

    init(interval: Duration) {
        acceptance = max(interval * 20, min(.seconds(1800), interval * 120))
    }

    private(set) var fault: Fault?
    private(set) var lastEvidence: Timestamp?
    private var sinceEvidence = 0
    /// Values since the level was far off.
    private var sinceLevel = 0
    /// A level that was accepted is not told again before it has been left.
    private var isAccepted = false

    mutating func observe(_ kind: Fault.Kind?, at time: Timestamp, reasons: (Fault.Kind) -> [String]) {
        let isLevel = kind == .high || kind == .low
        sinceLevel = isLevel ? 0 : sinceLevel + 1
        if sinceLevel >= Self.quietValues { isAccepted = false }
        guard let kind, !(isLevel && isAccepted) else { return rest() }
        sinceEvidence = 0
        lastEvidence = time
        guard let open = fault else {
            fault = Fault(kind: kind, severity: kind == .zero ? .critical : .high, began: time, reasons: reasons(kind))
            return
        }
        guard isLevel, open.kind == .high || open.kind == .low else { return }
        guard open.began.duration(to: time) >= acceptance else { return }
        fault = nil
        isAccepted = true
    }

    private mutating func rest() {
        sinceEvidence += 1
        if sinceEvidence >= Self.quietValues { fault = nil }
    }
}
