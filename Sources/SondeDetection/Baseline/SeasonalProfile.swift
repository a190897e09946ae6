package import SondeCore

/// What was measured at each time of day on the last eight days, from which the usual value of the next probe is told.
///
/// One mean for each slot and day, 3 KB in all for slots of a quarter of an hour. A day on which a slot was not learned
/// leaves it empty.
package struct SeasonalProfile: Sendable {
    private static let days = 8
    /// Finer slots were no better: a rhythm is told from noise over half an hour.
    package static let usualSlot: Duration = .seconds(900)
    /// Slots on either side that a past day's value is smoothed over.
    private static let reach = 2

    private let slotsPerDay: Int
    /// Empty until the first `move`.
    private var means: [Float] = []
    /// Of each row of `means` the day that it is of.
    private var dayOfRow = [Int](repeating: .min, count: days)
    /// Day and slot since 1970 of the references.
    private var place: (day: Int, slot: Int)?
    /// The slot that is being learned.
    private var learning: (day: Int, slot: Int)?
    private var sum = 0.0
    private var count = 0.0
    /// What past days say of the slot of the last `move`.
    package private(set) var references = References()

    /// - Parameters:
    ///   - interval: Between two probes; no slot is shorter.
    ///   - slot: How long one is.
    package init(interval: Duration, slot: Duration = usualSlot) {
        let seconds = Int(Swift.max(slot, interval) / .seconds(1))
        slotsPerDay = Swift.max(1, 86_400 / seconds)
    }

    /// What past days say of a slot.
    package struct References: Sendable, Hashable {
        package var yesterday: Double?
        package var weekAgo: Double?
        /// Of the last seven days.
        package var median: Double?
    }

    /// Goes on to the time of the next probe.
    package mutating func move(to time: Timestamp) {
        let seconds = Int(time.microseconds / 1_000_000)
        let day = Self.floorDivide(seconds, 86_400)
        let slot = (seconds - day * 86_400) * slotsPerDay / 86_400
        guard place?.day != day || place?.slot != slot else { return }
        if means.isEmpty { means = Array(repeating: .nan, count: Self.days * slotsPerDay) }
        if let learning, learning != (day, slot) { finishSlot() }
        if dayOfRow[row(day)] != day { clear(day) }
        place = (day, slot)
        references = makeReferences(day, slot)
    }

    /// Takes in a value of the slot of the last `move`.
    package mutating func learn(_ value: Double) {
        guard let place else { return }
        if learning == nil { learning = place }
        sum += value
        count += 1
    }

    /// What was gathered of the slot is not to be learned: it belongs to a fault.
    package mutating func drop() {
        learning = nil
        sum = 0
        count = 0
    }

    private mutating func finishSlot() {
        if let learning, count > 0, dayOfRow[row(learning.day)] == learning.day {
            means[index(learning.day, learning.slot)] = Float(sum / count)
        }
        drop()
    }

    private mutating func clear(_ day: Int) {
        dayOfRow[row(day)] = day
        let start = index(day, 0)
        for slot in start..<start + slotsPerDay { means[slot] = .nan }
    }

    private func makeReferences(_ day: Int, _ slot: Int) -> References {
        var found = References()
        var known: [Double] = []
        known.reserveCapacity(Self.days - 1)
        for back in 1..<Self.days {
            guard let value = smoothed(day - back, slot, before: day) else { continue }
            known.append(value)
            if back == 1 { found.yesterday = value }
            if back == 7 { found.weekAgo = value }
        }
        guard !known.isEmpty else { return found }
        known.sort()
        let middle = known.count / 2
        found.median = known.count % 2 == 1 ? known[middle] : (known[middle - 1] + known[middle]) / 2
        return found
    }

    /// Of the last seven days the value of the present slot or one beside it that is nearest; nil where none is known.
    package func nearest(to value: Double) -> Double? {
        guard let place else { return nil }
        var nearest: Double?
        for back in 1..<Self.days {
            let day = place.day - back
            guard dayOfRow[row(day)] == day else { continue }
            for slot in Swift.max(0, place.slot - 1)...Swift.min(slotsPerDay - 1, place.slot + 1) {
                let mean = Double(means[index(day, slot)])
                guard !mean.isNaN, nearest.map({ abs(value - mean) < abs(value - $0) }) ?? true else { continue }
                nearest = mean
            }
        }
        return nearest
    }

    /// A past day's value around a slot, nearer slots weighing more; nil where too few are known.
    private func smoothed(_ day: Int, _ slot: Int, before today: Int) -> Double? {
        var sum = 0.0
        var weights = 0.0
        for offset in -Self.reach...Self.reach {
            var (day, slot) = (day, slot + offset)
            if slot < 0 { (day, slot) = (day - 1, slot + slotsPerDay) }
            if slot >= slotsPerDay { (day, slot) = (day + 1, slot - slotsPerDay) }
            guard slot >= 0, slot < slotsPerDay, day < today, dayOfRow[row(day)] == day else { continue }
            let mean = means[index(day, slot)]
            guard !mean.isNaN else { continue }
            let weight = Double(Self.reach + 1 - abs(offset))
            sum += weight * Double(mean)
            weights += weight
        }
        return weights > Double(Self.reach) ? sum / weights : nil
    }

    private func index(_ day: Int, _ slot: Int) -> Int {
        row(day) * slotsPerDay + slot
    }

    private func row(_ day: Int) -> Int { day - Self.floorDivide(day, Self.days) * Self.days }

    private static func floorDivide(_ a: Int, _ b: Int) -> Int { a >= 0 ? a / b : -((b - 1 - a) / b) }
}

extension SeasonalProfile: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        let slots = Self.days * slotsPerDay
        coder.exchange(&means, limit: slots)
        coder.exchange(&dayOfRow, limit: Self.days)
        Self.exchange(&place, &coder)
        if means.count != (place == nil ? 0 : slots) || dayOfRow.count != Self.days { coder.refuse() }
        Self.exchange(&learning, &coder)
        coder.exchange(&sum)
        coder.exchange(&count)
        guard let place, !coder.isBroken else { return }
        guard 0..<slotsPerDay ~= place.slot, learning.map({ 0..<slotsPerDay ~= $0.slot }) ?? true else {
            return coder.refuse()
        }
        references = makeReferences(place.day, place.slot)
    }

    private static func exchange(_ place: inout (day: Int, slot: Int)?, _ coder: inout StateCoder) {
        coder.exchange(&place, placeholder: (day: 0, slot: 0)) { coder, place in
            coder.exchange(&place.day)
            coder.exchange(&place.slot)
        }
    }
}
