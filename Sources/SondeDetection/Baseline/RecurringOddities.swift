import SondeCore

/// What was odd at the same time of earlier days: a job that runs every night, office hours that begin an hour earlier.
///
/// What is told as a fault is not learned, and would be told every day for ever. What was odd at the same quarter of an
/// hour on two of the last seven days, or a week ago, is as normal as the usual level.
struct RecurringOddities: Sendable {
    private static let slot = 900
    private static let slotsPerDay = 86_400 / slot
    /// How early or late it may come back, in slots.
    private static let reach = 1
    private static let daysNeeded = 2
    private static let week = 7
    /// A few odd values in a slot are no habit.
    private static let leastShare = 0.05
    private static let leastCount = 2.0
    /// Two days of nothing else.
    private static let capacity = 2 * slotsPerDay

    /// The mean of what was odd in one slot.
    private struct Oddity: BitwiseCopyable {
        /// Since 1970.
        var slot: Int32
        var count: Int32
        var mean: Float
    }

    /// Odd values in a slot from which on it counts.
    private let needed: Int32
    /// In order of time.
    private var oddities: [Oddity] = []
    private var place: Int32?
    /// What is normal in the slot of the last `move`; most often nothing.
    private(set) var references: [Double] = []
    /// Whether that is known from this very slot, and not only from one beside it.
    private var isSlotOfHabit = false

    /// - Parameter valuesPerHour: How many values come in an hour.
    init(valuesPerHour: Double) {
        let ofSlot = valuesPerHour * Double(Self.slot) / 3600
        needed = Int32(Swift.max(Self.leastCount, Self.leastShare * ofSlot))
    }

    /// Goes on to the time of the next value.
    mutating func move(to time: Timestamp) {
        let slot = Self.slot(of: time)
        guard slot != place else { return }
        place = slot
        references = oddities.isEmpty ? [] : makeReferences(slot)
    }

    /// Takes in an odd value of the slot of the last `move`.
    mutating func add(_ value: Double, at time: Timestamp) {
        let slot = Self.slot(of: time)
        if let last = oddities.indices.last, oddities[last].slot == slot {
            oddities[last].count += 1
            oddities[last].mean += (Float(value) - oddities[last].mean) / Float(oddities[last].count)
            return
        }
        oddities.removeAll { slot - $0.slot > Int32((Self.week + 1) * Self.slotsPerDay) }
        if oddities.count == Self.capacity { oddities.removeFirst() }
        oddities.append(Oddity(slot: slot, count: 1, mean: Float(value)))
    }

    /// Takes in a value that is normal for what came back: a habit is known for as long as it is kept up.
    mutating func renew(_ value: Double, at time: Timestamp) {
        if isSlotOfHabit { add(value, at: time) }
    }

    private mutating func makeReferences(_ slot: Int32) -> [Double] {
        var found: [Double] = []
        isSlotOfHabit = false
        var days: Set<Int32> = []
        for oddity in oddities where oddity.count >= needed {
            let back = slot - oddity.slot + Int32(Self.slotsPerDay / 2)
            let day = back / Int32(Self.slotsPerDay)
            let offset = back % Int32(Self.slotsPerDay) - Int32(Self.slotsPerDay / 2)
            guard (1...Int32(Self.week)).contains(day), abs(offset) <= Self.reach else { continue }
            days.insert(day)
            if offset == 0 { isSlotOfHabit = true }
            found.append(Double(oddity.mean))
        }
        return days.count >= Self.daysNeeded || days.contains(Int32(Self.week)) ? found : []
    }

    private static func slot(of time: Timestamp) -> Int32 {
        Int32(clamping: time.microseconds / (1_000_000 * Int64(slot)))
    }
}

extension RecurringOddities: Remembering {
    mutating func exchange(_ coder: inout StateCoder) {
        coder.exchange(&oddities, limit: Self.capacity)
        let isSound = oddities.allSatisfy {
            abs(Int($0.slot)) < 1 << 30 && 1..<1 << 30 ~= $0.count && $0.mean.isFinite
        }
        if !isSound { return coder.refuse() }
        // Told anew at the next move.
        place = nil
    }
}
