import SondeTestSupport

/// Something that goes wrong with one API for a while.
struct Fault: Sendable {
    enum Kind: Sendable {
        /// A few probes take far longer.
        case spike(factor: Double)
        /// Every probe takes longer.
        case step(factor: Double)
        /// Connections are cut before an answer.
        case outage
        /// A share of the answers is status 503.
        case errors(share: Double)
        /// One backend of four is slow.
        case slowBackend(factor: Double)
    }

    var api: String
    var kind: Kind
    /// Seconds from the beginning of a round.
    var begin: Double
    var length: Double

    /// The order of things: everything is learned after a minute; an incident opens and closes in the second one.
    static let script: [Fault] = [
        Fault(api: "clock", kind: .spike(factor: 25), begin: 66, length: 3),
        Fault(api: "payments", kind: .outage, begin: 70, length: 12),
        Fault(api: "reports", kind: .step(factor: 3), begin: 84, length: 14),
        Fault(api: "inventory", kind: .errors(share: 0.8), begin: 96, length: 10),
        Fault(api: "orders", kind: .slowBackend(factor: 12), begin: 100, length: 20),
        Fault(api: "accounts", kind: .step(factor: 6), begin: 130, length: 15),
        Fault(api: "search", kind: .outage, begin: 150, length: 8),
    ]
    /// After so many seconds the script begins again, without the minute of learning.
    static let roundLength = 120.0
    static let learningLength = 60.0

    var name: String {
        switch kind {
        case .spike: "spike"
        case .step: "step"
        case .outage: "outage"
        case .errors: "error burst"
        case .slowBackend: "slow backend"
        }
    }

    var words: String {
        let effect =
            switch kind {
            case .spike: "some answers take far longer"
            case .step: "every answer takes longer"
            case .outage: "connections are cut"
            case .errors: "most answers are status 503"
            case .slowBackend: "one answer in four takes far longer"
            }
        return "\(name): \(effect)"
    }

    /// Whether the fault is on at so many seconds since the beginning of the demo.
    func isActive(at seconds: Double) -> Bool {
        let inRound = seconds < Self.learningLength ? seconds : Self.wrapped(seconds)
        return inRound >= begin && inRound < begin + length
    }

    /// The fault that begins next, and in how many seconds.
    static func next(after seconds: Double) -> (fault: Fault, wait: Double)? {
        let now = seconds < learningLength ? seconds : wrapped(seconds)
        return script.map { ($0, $0.begin > now ? $0.begin - now : $0.begin - now + roundLength) }.min { $0.1 < $1.1 }
    }

    private static func wrapped(_ seconds: Double) -> Double {
        (seconds - learningLength).truncatingRemainder(dividingBy: roundLength) + learningLength
    }

    /// What becomes of an answer while the fault is on.
    func apply(to response: FaultyServer.Response, latency: Double) -> (FaultyServer.Response, latency: Double) {
        switch kind {
        case .spike(let factor): (response, Bool.random() ? latency * factor : latency)
        case .step(let factor): (response, latency * factor)
        case .outage: (response.cut(.start), latency)
        case .errors(let share): (Double.random(in: 0..<1) < share ? .status(503) : response, latency)
        case .slowBackend(let factor): (response, Int.random(in: 0..<4) == 0 ? latency * factor : latency)
        }
    }
}
