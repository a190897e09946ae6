import SondeCore

/// What a fleet of made-up APIs brings, the same every time: connections are reused but for one probe in twenty, times are
/// noisy to the microsecond, two probes in a thousand fail.
struct MadeFleet {
    let names: [String]
    let interval: Duration

    init(count: Int, interval: Duration) {
        names = (1...count).map(Self.name)
        self.interval = interval
    }

    /// `api-0001` is the first.
    static func name(_ number: Int) -> String {
        let digits = String(number)
        return "api-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// The results of some rounds, in the order of time.
    func results(of rounds: Range<Int>, since start: Timestamp) -> [ProbeResult] {
        rounds.flatMap { round in names.indices.map { result(of: $0, in: round, since: start) } }
    }

    private func result(of endpoint: Int, in round: Int, since start: Timestamp) -> ProbeResult {
        var random = SplitMix(state: UInt64(endpoint) << 32 | UInt64(round))
        let turn = interval * round + interval * endpoint / names.count
        // The scheduler is a little late; an endpoint's turn comes well after the one before.
        let lag = Duration.microseconds(random.below(900))
        var result = ProbeResult(
            endpoint: names[endpoint], timestamp: start.advanced(by: turn + lag), responseSize: 0)
        if random.below(20) == 0 {
            result.phases.dns = .microseconds(900 + random.below(2_000))
            result.phases.connect = .microseconds(5_000 + random.below(9_000))
            result.phases.tls = .microseconds(12_000 + random.below(15_000))
        }
        let fate = random.below(1_000)
        guard fate != 0 else {
            result.failure = ProbeFailure(
                .timeout, "No whole response came within 5 s from 203.0.113.\(endpoint % 250).")
            return result
        }
        result.phases.ttfb = .microseconds(ttfb(of: endpoint, &random))
        result.phases.transfer = .microseconds(60 + random.below(1_500))
        result.responseTime = result.phases.total
        result.responseSize = 400 + endpoint * 7919 % 30_000 + random.below(64)
        result.statusCode = fate == 1 ? 503 : 200
        if fate == 1 { result.failure = ProbeFailure(.conditionFailed, "[STATUS] (503) < 300 does not hold.") }
        return result
    }

    /// Some 15 % about the endpoint's own level; one in a hundred is three times as long.
    private func ttfb(of endpoint: Int, _ random: inout SplitMix) -> Int {
        let level = 20_000 + endpoint * 104_729 % 180_000
        let noise = (0..<4).reduce(0) { sum, _ in sum + random.below(level / 4) }
        return (level / 2 + noise) * (random.below(100) == 0 ? 3 : 1)
    }
}

/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).
private struct SplitMix {
    var state: UInt64

    /// From 0 up to, but not including, `end`.
    mutating func below(_ end: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return Int((bits ^ (bits >> 31)).multipliedFullWidth(by: UInt64(end)).high)
    }
}
