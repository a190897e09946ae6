import SondeCore

extension StoreConformance {
    static let rollups = [
        StoreConformance(name: "tells the same from roll-ups as from results") { store in
            try await store.append(WriteBatch(results: day("a") + [result("b", 7)]))
            let (before, summary) = (try await told(store), try await store.summary(of: "a", in: always))
            try await store.rollUp(until: time(86_400))
            try expect(try await told(store), is: before, "series after rolling up")
            try expect(try await store.summary(of: "a", in: always), is: summary, "summary after rolling up")
            // To the minute or to the second, from the middle of the day or beyond what is rolled up.
            for (from, to) in [(0, 59), (61, 7261), (3600, 10_800), (50_000, 90_000), (86_390, 90_000)] {
                let range = time(from)..<time(to)
                let exact = day("a").filter { range.contains($0.timestamp) }.reduce(into: Rollup()) { $0.add($1) }
                try expect(try await store.summary(of: "a", in: range), is: exact, "from \(from) to \(to)")
            }
        },
        StoreConformance(name: "rolls up again and again") { store in
            let results = day("a")
            var stored = 0
            // As it goes on: a few minutes each time, some of which bring nothing.
            for end in stride(from: 700, through: 87_500, by: 700) {
                let some = results[stored...].prefix { $0.timestamp < time(end) }
                try await store.append(WriteBatch(results: Array(some)))
                stored += some.count
                try await store.rollUp(until: time(end - 90))
            }
            let exact = results.reduce(into: Rollup()) { $0.add($1) }
            try expect(try await store.summary(of: "a", in: always), is: exact, "summary")
            try await store.rollUp(until: time(90_000))
            try await store.rollUp(until: time(90_000))
            try expect(try await store.summary(of: "a", in: always), is: exact, "summary after the same twice")
        },
        StoreConformance(name: "takes late results into roll-ups") { store in
            let results = day("a")
            let late = results.filter { $0.timestamp.microseconds / 1_000_000 % 7 == 0 }
            try await store.append(WriteBatch(results: results.filter { !late.contains($0) }))
            try await store.rollUp(until: time(90_000))
            try await store.append(WriteBatch(results: late + [result("new", 100)]))
            try await store.rollUp(until: time(90_000))
            let exact = results.reduce(into: Rollup()) { $0.add($1) }
            try expect(try await store.summary(of: "a", in: always), is: exact, "summary")
            let new = try await store.summary(of: "new", in: always)
            try expect(new.count, is: 1, "probes of an endpoint that came late")
            // The same again changes nothing.
            try await store.append(WriteBatch(results: late))
            try await store.rollUp(until: time(90_000))
            try expect(try await store.summary(of: "a", in: always), is: exact, "summary after the same twice")
        },
        StoreConformance(name: "keeps roll-ups of what is pruned") { store in
            let results = day("a") + day("a", from: 86_400)
            try await store.append(WriteBatch(results: results))
            let (minutes, hours) = (try await told(store, steps: [60]), try await told(store, steps: [3600]))
            let cutoff = time(86_400)
            _ = try await store.prune(before: RetentionCutoffs(results: cutoff))
            let left = try await store.results(for: "a", in: always, limit: .max)
            try expect(left.count, is: results.count { $0.timestamp >= cutoff }, "results that are left")
            try await store.rollUp(until: time(180_000))
            try expect(try await told(store, steps: [60]), is: minutes, "minutes after pruning")
            try expect(try await told(store, steps: [3600]), is: hours, "hours after pruning")
            // What is gone cannot be made anew, and stays.
            try await store.rebuildRollups(in: always)
            try expect(try await told(store, steps: [60]), is: minutes, "minutes after rebuilding")
            // Nor does a late result wipe out what was pruned.
            try await store.append(WriteBatch(results: [result("a", 100)]))
            try await store.rollUp(until: time(180_000))
            try expect(try await told(store, steps: [3600]), is: hours, "hours after a result that came far too late")
        },
        StoreConformance(name: "goes on after a long time without results") { store in
            try await store.append(WriteBatch(results: [result("a", 0)]))
            try await store.rollUp(until: time(3600))
            let later = 400 * 86_400
            try await store.append(WriteBatch(results: [result("a", later), result("a", later + 15)]))
            try await store.rollUp(until: time(later + 3600))
            let hours = try await store.series(for: "a", in: always, step: .seconds(3600))
            try expect(hours.map(\.count), is: [1, 2], "counts")
            try expect(hours.map(\.timestamp), is: [time(0), time(later)], "hours")
        },
        StoreConformance(name: "tells percentiles of any range") { store in
            let results = (0..<2000).map { result("a", 15 * $0, milliseconds: 100 + $0 * 7919 % 2000) }
            try await store.append(WriteBatch(results: results))
            try await store.rollUp(until: time(20_000))
            let summary = try await store.summary(of: "a", in: always)
            for (share, milliseconds) in [(0.5, 1100.0), (0.95, 2000), (0.99, 2080)] {
                let found = summary.quantile(share)?.milliseconds ?? 0
                try expect(abs(found / milliseconds - 1) <= 0.021, is: true, "\(share): \(found) ms")
            }
            let point = try await store.series(for: "a", in: always, step: .seconds(3600)).first
            try expect(point?.p50 != nil && point?.p95 != nil && point?.p99 != nil, is: true, "percentiles of an hour")
        },
    ]

    /// Series in steps of five seconds to a day.
    private static func told(
        _ store: any Store, steps: [Int64] = [5, 60, 90, 300, 3600, 7200, 86_400]
    ) async throws -> [[SeriesPoint]] {
        var all: [[SeriesPoint]] = []
        for step in steps { all.append(try await store.series(for: "a", in: always, step: .seconds(step))) }
        return all
    }

    /// A day with failures, slow answers and a gap of two hours; a probe every 20 s.
    static func day(_ endpoint: String, from beginning: Int = 0) -> [ProbeResult] {
        stride(from: 3, to: 86_400, by: 20).compactMap { second in
            if (30_000..<37_200).contains(second) { return nil }
            return second % 97 == 0
                ? failure(endpoint, beginning + second)
                : result(endpoint, beginning + second, milliseconds: 50 + second % 877)
        }
    }
}
