/// The level that a statistic reaches once in a stated time while nothing is wrong.
///
/// A cumulative sum makes excursions from 0. The heights of their peaks above a base fall off exponentially, whatever
/// the noise: peaks over a threshold (Pickands, 1975; Coles, 2001, chapter 4) with shape 0. Their rate and mean height
/// are learned from quiet times, so that correlated or restless noise raises the level by itself.
package struct ExcursionGate: Sendable, Hashable {
    /// Peaks below the base are of no interest.
    private let base: Double
    /// The mean height above the base that is assumed before any was seen, and the peaks that this counts for.
    private let assumedHeight: Double
    private static let assumedPeaks = 8.0
    /// A peak counts with at most this height: a fault that went unnoticed must not make the gate blind.
    private let heightLimit: Double
    /// Steps after which what was learned counts half.
    private static let memory = 40_000.0
    /// Steps that are taken to have passed, with one peak, before any was seen.
    private static let assumedSteps = 2_000.0

    private var peak = 0.0
    private var peaks = 0.0
    private var heights = 0.0
    private var steps = 0.0

    package init(base: Double, assumedHeight: Double, heightLimit: Double) {
        self.base = base
        self.assumedHeight = assumedHeight
        self.heightLimit = heightLimit
    }

    /// Takes in a step of the statistic while nothing is wrong.
    package mutating func observe(_ value: Double) {
        steps += 1
        if value > 0 {
            peak = Swift.max(peak, value)
        } else if peak > 0 {
            if peak > base {
                peaks += 1
                heights += Swift.min(peak - base, heightLimit)
            }
            peak = 0
        }
        if steps > Self.memory {
            steps /= 2
            peaks /= 2
            heights /= 2
        }
    }

    /// Takes in an alarm: an excursion like others, though perhaps of a fault, so that it counts with a limited height.
    /// An API that has been told of is told of again only for a little more.
    package mutating func take(alarmAt value: Double) {
        peaks += 1
        heights += Swift.min(Swift.max(0, value - base), Self.alarmHeight)
    }

    /// From experiments: less leaves APIs with three false pages in 30 days, more delays.
    private static let alarmHeight = 5.0

    /// Forgets an excursion that is under way: it belongs to a fault.
    package mutating func dropExcursion() { peak = 0 }

    /// The level that is passed about once in so many steps.
    package func level(steps horizon: Double) -> Double {
        let height = (heights + assumedHeight * Self.assumedPeaks) / (peaks + Self.assumedPeaks)
        let rate = (peaks + 1) / (steps + Self.assumedSteps)
        return base + height * Swift.max(0, Logarithm.of(rate * horizon))
    }
}

extension ExcursionGate: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        coder.exchange(&peak)
        coder.exchange(&peaks)
        coder.exchange(&heights)
        coder.exchange(&steps)
    }
}
