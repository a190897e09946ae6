/// Watches how often probes fail against the API's own rate.
package struct FailureChannel: Sendable {
    private static let memory = 40_000.0
    /// What is assumed before anything was seen: a failure in about 7,000 probes, worth 2,000 of them.
    private static let assumedFailures = 0.3
    private static let assumedProbes = 2_000.0
    private static let smallestRate = 5e-5
    /// Probes before the API's own rate is believed.
    private static let probesNeeded = 200
    /// Until then so many failures of the last 20 are told; those in a row are told sooner, by the incident's own rule.
    private static let grossFailures = 7

    var horizon: Double
    /// So many failures among the last 20 were called no fault.
    var excusedOfLast = 0
    private var test = EventTest(faultRate: 0.25, base: 6, assumedHeight: 1.5)
    private var failures = 0.0
    private var probes = 0.0
    /// Probes that were judged, whether or not they were learned from.
    private var seen = 0
    /// A quarter of the last probes failed.
    private var spell = OddSpell(least: OddSpell.window / 4)
    package static let lastCount = OddSpell.window

    /// - Parameter horizon: Probes in which one false alarm of one test is put up with.
    package init(horizon: Double) { self.horizon = horizon }

    /// How often a probe fails while nothing is wrong.
    package var usualRate: Double {
        Swift.max(Self.smallestRate, (failures + Self.assumedFailures) / (probes + Self.assumedProbes))
    }

    /// How rare a failure is: -log10 of the usual rate.
    var surprise: Double { -Logarithm.base10(usualRate) }

    /// How many of the last 20 probes failed.
    package var failuresOfLast: Int { spell.count }

    /// Judges a probe; true is an alarm.
    ///
    /// - Parameter isQuiet: Nothing is wrong; otherwise nothing is learned.
    package mutating func judge(failed: Bool, isQuiet: Bool) -> Bool {
        let rate = usualRate
        test.add(failed, usualRate: rate)
        spell.add(failed)
        let isYoung = seen < Self.probesNeeded
        seen += 1
        let isKnown = !isYoung || failuresOfLast >= Self.grossFailures
        let isPassed = test.isPassed(horizon: horizon)
        let isWorse = failuresOfLast > excusedOfLast || spell.length > Self.lastCount + excusedOfLast
        let isAlarm = isKnown && isPassed && isWorse
        // What was called no fault is no more learned than a fault is.
        let isExcused = excusedOfLast > 0 && isPassed
        // Nor is what nobody was told of yet.
        if isQuiet, !isAlarm, !isExcused, !(isYoung && isPassed) {
            test.learn()
            failures = failures * (1 - 1 / Self.memory) + (failed ? 1 : 0)
            probes = probes * (1 - 1 / Self.memory) + 1
        } else {
            test.dropExcursion()
        }
        return isAlarm
    }

    /// What added up belongs to a fault that is over.
    package mutating func resetTests() {
        test.reset()
    }
}

extension FailureChannel: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        coder.exchange(&test)
        coder.exchange(&failures)
        coder.exchange(&probes)
        coder.exchange(&seen)
        coder.exchange(&spell)
    }
}
