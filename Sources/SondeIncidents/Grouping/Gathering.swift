import SondeCore

/// Incidents that opened a short while ago, by what their endpoints share, until they are enough to be one.
struct Gathering: Sendable {
    private struct Recent: Sendable {
        /// In the order of coming; some may have left again.
        var queue: [(at: Timestamp, incident: String)] = []
        var first = 0
        var present: Set<String> = []

        mutating func forget(before time: Timestamp) {
            while first < queue.count, queue[first].at < time {
                present.remove(queue[first].incident)
                first += 1
            }
            // Now and then, so that each costs the same on the whole.
            if first > 64, first * 2 > queue.count {
                queue.removeFirst(first)
                first = 0
            }
        }
    }

    private var recent: [GroupKey: Recent] = [:]

    /// Adds an incident to those that share something; returns how many there are by now.
    mutating func insert(_ incident: String, into key: GroupKey, at time: Timestamp, window: Duration) -> Int {
        var those = recent.removeValue(forKey: key) ?? Recent()
        those.forget(before: time.advanced(by: .zero - window))
        if those.present.insert(incident).inserted { those.queue.append((time, incident)) }
        recent[key] = those
        return those.present.count
    }

    /// Forgets those that came in the future, after the clock was set back.
    mutating func forget(after now: Timestamp) {
        recent = recent.compactMapValues { those in
            var past = Recent()
            past.queue = those.queue[those.first...].filter {
                $0.at <= now && those.present.contains($0.incident) && past.present.insert($0.incident).inserted
            }
            return past.queue.isEmpty ? nil : past
        }
    }

    mutating func remove(_ incident: String, from key: GroupKey) {
        recent[key]?.present.remove(incident)
        if recent[key]?.present.isEmpty ?? false { recent[key] = nil }
    }

    /// Takes out those that share something, in the order of coming.
    mutating func take(_ key: GroupKey) -> [String] {
        guard let those = recent.removeValue(forKey: key) else { return [] }
        var seen: Set<String> = []
        return those.queue[those.first...].map(\.incident).filter {
            those.present.contains($0) && seen.insert($0).inserted
        }
    }
}
