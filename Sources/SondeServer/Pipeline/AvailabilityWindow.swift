import SondeCore

/// Probes and failures of the last 24 hours, counted by the hour: 25 slots, the oldest only partly inside.
struct AvailabilityWindow: Sendable {
    private static let hours = 25

    private var slots = [ProbeCounts](repeating: ProbeCounts(), count: hours)
    private var slotHours = [Int](repeating: Int.min, count: hours)

    mutating func add(_ counts: ProbeCounts, hour: Int) {
        let slot = hour % Self.hours
        if slotHours[slot] != hour {
            // An older hour that arrives late must not push out a newer one.
            guard slotHours[slot] < hour else { return }
            slotHours[slot] = hour
            slots[slot] = ProbeCounts()
        }
        slots[slot].total += counts.total
        slots[slot].failures += counts.failures
    }

    mutating func add(success: Bool, at time: Timestamp) {
        add(ProbeCounts(total: 1, failures: success ? 0 : 1), hour: Self.hour(of: time))
    }

    func counts(at time: Timestamp) -> ProbeCounts {
        let newest = Self.hour(of: time)
        var sum = ProbeCounts()
        for (slot, hour) in zip(slots, slotHours) where hour > newest - Self.hours && hour <= newest {
            sum.total += slot.total
            sum.failures += slot.failures
        }
        return sum
    }

    private static func hour(of time: Timestamp) -> Int {
        Int(time.microseconds / 3_600_000_000)
    }
}
