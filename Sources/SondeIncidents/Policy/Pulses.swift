import SondeCore

/// The newest probe of each endpoint, as far as others depend on it, and whether anything answers at all. Told of every
/// probe: it counts and allocates nothing.
struct Pulses: Sendable {
    struct Pulse: Sendable {
        /// Nil before the first probe since the start.
        var isAnswered: Bool?
        var failuresInARow = 0
    }

    private var pulses: [Pulse]
    /// Those whose probes say something of Sonde's own connection.
    private var isProbed: [Bool]
    private var isRemote: [Bool]
    private var known = 0
    private var knownRemote = 0
    /// How many answers came from endpoints on other machines.
    private var answers: UInt64 = 1
    /// After how many of them each endpoint's newest probe went unanswered; 0 where none did.
    private var unansweredAfter: [UInt64]
    /// Different endpoints on other machines that did not answer since the newest answer.
    private var unanswered = 0

    init(_ roster: Roster) {
        pulses = Array(repeating: Pulse(), count: roster.watched.count)
        isProbed = roster.watched.map { $0.isEnabled && $0.isProbed }
        isRemote = roster.watched.map { !Self.isLocal($0.authority) }
        unansweredAfter = Array(repeating: 0, count: roster.watched.count)
    }

    /// After a reload: what is known of endpoints that are still there.
    init(_ roster: Roster, after old: Pulses, of before: Roster) {
        self.init(roster)
        answers = old.answers
        for (number, endpoint) in roster.watched.enumerated() {
            guard let past = before.number(of: endpoint.name) else { continue }
            set(old.pulses[past], of: number)
            unansweredAfter[number] = old.unansweredAfter[past]
            if provesNetwork(number), unansweredAfter[number] == answers { unanswered += 1 }
        }
    }

    subscript(_ number: Int) -> Pulse { pulses[number] }

    /// Takes a probe; returns what was known before it.
    mutating func take(_ result: ProbeResult, failuresInARow: Int, of number: Int) -> Pulse {
        let before = pulses[number]
        // A condition that is not met is an answer, and so is a status.
        let isAnswered = result.success || result.statusCode != nil
        set(Pulse(isAnswered: isAnswered, failuresInARow: failuresInARow), of: number)
        if provesNetwork(number) { hear(isAnswered, number) }
        return before
    }

    private mutating func hear(_ isAnswered: Bool, _ number: Int) {
        if isAnswered {
            answers += 1
            unanswered = 0
        } else if unansweredAfter[number] != answers {
            unansweredAfter[number] = answers
            unanswered += 1
        }
    }

    private mutating func set(_ pulse: Pulse, of number: Int) {
        if isProbed[number] {
            count(pulses[number], of: number, by: -1)
            count(pulse, of: number, by: 1)
        }
        pulses[number] = pulse
    }

    private mutating func count(_ pulse: Pulse, of number: Int, by step: Int) {
        guard pulse.isAnswered != nil else { return }
        known += step
        if isRemote[number] { knownRemote += step }
    }

    /// Whether nothing was heard lately from other machines, so that Sonde itself may be cut off: two different
    /// endpoints went unanswered since the newest answer of any. Where only one is on another machine, that one does, if
    /// another endpoint is known beside it.
    ///
    /// When an endpoint was last probed does not matter: one with an interval of an hour whose newest probe was good
    /// says nothing of the last minute. On the other hand a few neighbours that fail by themselves look like that for a
    /// moment: of a thousand endpoints some answer between any two probes of the same one, but hardly between those of
    /// two neighbours. Then the references are asked, once a minute at most, and answer at once; and if they do not,
    /// others have been heard by then, and the network is not to blame.
    var isSilent: Bool { unanswered >= 2 || unanswered == 1 && knownRemote == 1 && known >= 2 }

    /// Whether a good probe of this endpoint came over the network.
    func provesNetwork(_ number: Int) -> Bool { isProbed[number] && isRemote[number] }

    private static func isLocal(_ authority: String) -> Bool {
        let host = authority.hasPrefix("[") ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
        return host == "localhost" || host.hasSuffix(".localhost") || host == "[::1]" || host.hasPrefix("127.")
    }
}
