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
    private var unansweredRemote = 0

    init(_ roster: Roster) {
        pulses = Array(repeating: Pulse(), count: roster.watched.count)
        isProbed = roster.watched.map { $0.isEnabled && $0.isProbed }
        isRemote = roster.watched.map { !Self.isLocal($0.authority) }
    }

    /// After a reload: what is known of endpoints that are still there.
    init(_ roster: Roster, after old: Pulses, of before: Roster) {
        self.init(roster)
        for (number, endpoint) in roster.watched.enumerated() {
            guard let past = before.number(of: endpoint.name) else { continue }
            set(old.pulses[past], of: number)
        }
    }

    subscript(_ number: Int) -> Pulse { pulses[number] }

    /// Takes a probe; returns what was known before it.
    mutating func take(_ result: ProbeResult, failuresInARow: Int, of number: Int) -> Pulse {
        let before = pulses[number]
        // A condition that is not met is an answer, and so is a status.
        let isAnswered = result.success || result.statusCode != nil
        set(Pulse(isAnswered: isAnswered, failuresInARow: failuresInARow), of: number)
        return before
    }

    private mutating func set(_ pulse: Pulse, of number: Int) {
        if isProbed[number] {
            count(pulses[number], of: number, by: -1)
            count(pulse, of: number, by: 1)
        }
        pulses[number] = pulse
    }

    private mutating func count(_ pulse: Pulse, of number: Int, by step: Int) {
        guard let isAnswered = pulse.isAnswered else { return }
        known += step
        guard isRemote[number] else { return }
        knownRemote += step
        if !isAnswered { unansweredRemote += step }
    }

    /// Whether none of the endpoints on other machines answers, and there are at least two endpoints: then Sonde itself may be
    /// cut off. Endpoints that were not probed since the start say nothing.
    var isSilent: Bool { unansweredRemote == knownRemote && knownRemote > 0 && known >= 2 }

    /// Whether a good probe of this endpoint came over the network.
    func provesNetwork(_ number: Int) -> Bool { isProbed[number] && isRemote[number] }

    private static func isLocal(_ authority: String) -> Bool {
        let host = authority.hasPrefix("[") ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
        return host == "localhost" || host.hasSuffix(".localhost") || host == "[::1]" || host.hasPrefix("127.")
    }
}
