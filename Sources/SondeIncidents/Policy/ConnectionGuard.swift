import SondeCore

/// What is known of Sonde's own connection: whether its reference targets were asked, and what they said.
///
/// Without a single answer of theirs since the start they say nothing: they may never be reachable from here.
struct ConnectionGuard: Sendable {
    /// How long an answer is waited for; none counts as reachable.
    static let patience: Duration = .seconds(15)
    /// How long a verdict counts, so that not every probe asks again.
    static let validity: Duration = .seconds(60)
    /// How long after the network is back nobody is told yet: the endpoints need a few probes to be good again.
    static let grace: Duration = .seconds(60)

    /// The open incident of Sonde's own network.
    var incident: String?
    /// Incidents that nobody is told of before the references have answered.
    var held: [String] = []
    private(set) var graceEnd: Timestamp?
    private var wasReached = false
    private var askedAt: Timestamp?
    /// Until when the endpoints are blamed without asking again.
    private var trustedUntil: Timestamp?
    /// While the network is down, and until the references have answered once: when they are tried again.
    private var nextTry: Timestamp?

    /// When something is to be done by time alone.
    var nextDeadline: Timestamp? {
        [askedAt?.advanced(by: Self.patience), graceEnd, nextTry].compactMap(\.self).min()
    }

    var isAsking: Bool { askedAt != nil }

    /// Whether the references are to be asked before anybody is told.
    func wouldAsk(at now: Timestamp) -> Bool {
        wasReached && incident == nil && trustedUntil.map { now >= $0 } ?? true
    }

    mutating func ask(at now: Timestamp) {
        askedAt = now
    }

    /// Takes an answer; returns whether it was waited for. One that nobody waited for, as that at the start, says
    /// nothing of what comes.
    mutating func answered(_ areReachable: Bool, at now: Timestamp) -> Bool {
        defer { askedAt = nil }
        if areReachable {
            wasReached = true
            if incident == nil { nextTry = nil }
        }
        if isAsking { trustedUntil = now.advanced(by: Self.validity) }
        return isAsking
    }

    /// There are references that nothing is known of yet; the pipeline tries them at once.
    mutating func expect(at now: Timestamp) {
        wasReached = false
        nextTry = now.advanced(by: Self.validity)
    }

    mutating func begin(_ incident: String, at now: Timestamp) {
        (self.incident, wasReached, graceEnd, askedAt) = (incident, true, nil, nil)
        nextTry = now.advanced(by: Self.validity)
    }

    mutating func end(at now: Timestamp) {
        (incident, nextTry) = (nil, nil)
        rest(at: now)
        // Who is told after the rest is not asked about again.
        trustedUntil = graceEnd?.advanced(by: Self.validity)
    }

    /// Nobody is told for a while.
    mutating func rest(at now: Timestamp) {
        graceEnd = now.advanced(by: Self.grace)
    }

    /// Nothing is waited for longer than if it had begun now: the clock was set back.
    mutating func setBack(to now: Timestamp) {
        askedAt = askedAt.map { min($0, now) }
        graceEnd = graceEnd.map { min($0, now.advanced(by: Self.grace)) }
        nextTry = nextTry.map { min($0, now.advanced(by: Self.validity)) }
        if let until = trustedUntil, until > now.advanced(by: Self.validity) { trustedUntil = nil }
    }

    /// What is due.
    enum Due: Sendable { case answer, grace, anotherTry }

    mutating func due(at now: Timestamp) -> Due? {
        if let asked = askedAt, asked.advanced(by: Self.patience) <= now {
            askedAt = nil
            trustedUntil = now.advanced(by: Self.validity)
            return .answer
        }
        if let end = graceEnd, end <= now {
            graceEnd = nil
            return .grace
        }
        if let time = nextTry, time <= now {
            nextTry = now.advanced(by: Self.validity)
            return .anotherTry
        }
        return nil
    }

    /// Whether incidents of failures are nobody's fault but the network's.
    var isQuieting: Bool { incident != nil || graceEnd != nil }
}
