import Crypto
import SondeCore

/// The endpoints that report themselves: whose a token is, and who has been silent for too long.
struct PushBook: Sendable {
    /// By the digest of the token: finding one takes as long however many there are, and tells nothing of the others.
    private var names: [SHA256Digest: String] = [:]
    /// By the name of the endpoint.
    private var watches: [String: PushWatch] = [:]

    /// Takes over the endpoints of a configuration. Who is new, or is to report at another interval, has until an interval
    /// from now.
    mutating func update(_ endpoints: [Endpoint], at now: Timestamp) {
        let known = watches
        (names, watches) = ([:], [:])
        for endpoint in endpoints {
            guard case .push(let token) = endpoint.source else { continue }
            names[Self.digest(token.reveal())] = endpoint.name
            guard endpoint.enabled else { continue }
            let watch = known[endpoint.name].flatMap { $0.interval == endpoint.interval ? $0 : nil }
            watches[endpoint.name] = watch ?? PushWatch(endpoint.interval, since: now)
        }
    }

    /// The endpoint that has this token; nil if there is none.
    func name(of token: String) -> String? { names[Self.digest(token)] }

    private static func digest(_ token: String) -> SHA256Digest { SHA256.hash(data: Array(token.utf8)) }

    /// An endpoint has reported.
    mutating func hear(_ endpoint: String, at now: Timestamp) {
        guard let watch = watches[endpoint] else { return }
        watches[endpoint] = PushWatch(watch.interval, from: now)
    }

    /// An endpoint reported last at a time before it was watched here.
    mutating func recall(_ endpoint: String, heardAt time: Timestamp) {
        watches[endpoint]?.recall(time)
    }

    /// Who has missed a beat since this was asked last, and which.
    mutating func missed(at now: Timestamp) -> [(endpoint: String, beat: PushWatch.Beat)] {
        watches.keys.sorted().compactMap { name in watches[name]?.miss(at: now).map { (name, $0) } }
    }

    /// When the next beat is missed; nil without endpoints.
    var nextDue: Timestamp? { watches.values.lazy.map(\.due).min() }
}

/// When an endpoint that reports itself is missed: first an interval and some grace after its last report, then every
/// interval.
struct PushWatch: Sendable {
    /// How late a report may be beyond its interval, as a share of it, and at least.
    private static let grace = (share: 0.1, least: Duration.seconds(2))
    /// Within so long of the start, or of a shorter interval, everybody who tried meanwhile has tried again.
    private static let patience: Duration = .seconds(300)

    /// A report that did not come.
    struct Beat: Sendable, Equatable {
        var time: Timestamp
        /// Since the last report.
        var silence: Duration
        var interval: Duration
    }

    let interval: Duration
    /// Its last report, or when it began to be watched.
    private var heardAt: Timestamp
    private(set) var due: Timestamp
    /// Neither a report nor a miss is known yet.
    private var isNew = false

    /// - Parameter time: Of a report.
    init(_ interval: Duration, from time: Timestamp) {
        self.interval = max(interval, .seconds(1))
        heardAt = time
        due = time.advanced(by: interval + Self.grace(of: interval))
    }

    /// - Parameter start: Since when it is watched; it may still be starting then, and has an interval.
    init(_ interval: Duration, since start: Timestamp) {
        self.init(interval, from: start)
        isNew = true
    }

    private static func grace(of interval: Duration) -> Duration { max(grace.least, interval * grace.share) }

    /// Goes on from a report before the start, so that a job of every day is missed however often Sonde is restarted. What
    /// was sent while Sonde was away it could not hear: there is time to send it again.
    mutating func recall(_ time: Timestamp) {
        guard isNew, time < heardAt else { return }
        let earliest = heardAt.advanced(by: min(interval, Self.patience) + Self.grace(of: interval))
        self = PushWatch(interval, from: time)
        due = max(due, earliest)
    }

    /// The newest beat that was missed by now, of several that one; nil if none was since the last.
    mutating func miss(at now: Timestamp) -> Beat? {
        // The clock was set back: nobody waits for the old time.
        if heardAt > now.advanced(by: .seconds(60)) { self = PushWatch(interval, from: now) }
        guard due <= now else { return nil }
        let time = due.advanced(by: interval * Int((due.duration(to: now) / interval).rounded(.down)))
        due = time.advanced(by: interval)
        isNew = false
        return Beat(time: time, silence: heardAt.duration(to: time), interval: interval)
    }
}
