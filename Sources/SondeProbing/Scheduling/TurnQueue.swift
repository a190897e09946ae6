import HeapModule
import SondeCore

/// The turns to come, earliest first, and which endpoints are being probed: the pure part of the scheduler.
///
/// Removing an endpoint leaves its entry in the heap; the entry is recognised as stale by its generation when it
/// comes up.
struct TurnQueue {
    /// An endpoint whose turn has come.
    struct Turn {
        var endpoint: Endpoint
        var due: Timestamp
    }

    private struct Entry: Comparable {
        var due: Timestamp
        var name: String
        var generation: Int

        static func < (lhs: Entry, rhs: Entry) -> Bool { lhs.due < rhs.due }
        static func == (lhs: Entry, rhs: Entry) -> Bool { lhs.due == rhs.due }
    }

    private struct Plan {
        var endpoint: Endpoint
        var turns: ProbeTurns
        var generation: Int
    }

    private var heap = Heap<Entry>()
    private var plans: [String: Plan] = [:]
    private var underWay: Set<String> = []
    private var generation = 0
    /// Turns that fell out: the endpoint was still being probed, or the machine was suspended.
    private(set) var skippedTurns = 0

    /// Takes over a set of endpoints. Those that are unchanged in name and interval keep their next turn.
    mutating func update(_ endpoints: [Endpoint], now: Timestamp) {
        generation += 1
        var updated: [String: Plan] = [:]
        updated.reserveCapacity(endpoints.count)
        for endpoint in endpoints where endpoint.enabled {
            let turns = ProbeTurns(name: endpoint.name, interval: endpoint.interval)
            if var plan = plans[endpoint.name], plan.turns == turns {
                plan.endpoint = endpoint
                updated[endpoint.name] = plan
            } else {
                updated[endpoint.name] = Plan(endpoint: endpoint, turns: turns, generation: generation)
                heap.insert(Entry(due: turns.next(after: now), name: endpoint.name, generation: generation))
            }
        }
        plans = updated
    }

    /// The earliest turn to come, or nil without endpoints.
    mutating func nextDue() -> Timestamp? {
        dropStale()
        return heap.min?.due
    }

    /// Takes out the turns due at `now`, earliest first, at most `limit`, and marks their endpoints as being probed.
    mutating func takeDue(at now: Timestamp, limit: Int) -> [Turn] {
        var taken: [Turn] = []
        while taken.count < limit, let entry = heap.min, entry.due <= now {
            heap.removeMin()
            guard let plan = plans[entry.name], plan.generation == entry.generation else { continue }
            // After a suspension the turns slept through are not made up for.
            let next = plan.turns.next(after: Swift.max(entry.due, now.advanced(by: .zero - plan.turns.interval)))
            skippedTurns += missed(from: entry.due, to: next, plan.turns.interval)
            heap.insert(Entry(due: next, name: entry.name, generation: entry.generation))
            if underWay.insert(entry.name).inserted {
                taken.append(Turn(endpoint: plan.endpoint, due: entry.due))
            } else {
                skippedTurns += 1
            }
        }
        return taken
    }

    mutating func finished(_ name: String) {
        underWay.remove(name)
    }

    /// After the clock was set back, turns computed before would lie too far ahead; they are computed anew.
    mutating func realign(to now: Timestamp) {
        generation += 1
        heap = Heap()
        for (name, var plan) in plans {
            plan.generation = generation
            plans[name] = plan
            heap.insert(Entry(due: plan.turns.next(after: now), name: name, generation: generation))
        }
    }

    private func missed(from due: Timestamp, to next: Timestamp, _ interval: Duration) -> Int {
        Int(due.duration(to: next).microseconds / interval.microseconds) - 1
    }

    private mutating func dropStale() {
        while let entry = heap.min {
            if let plan = plans[entry.name], plan.generation == entry.generation { return }
            heap.removeMin()
        }
    }
}
