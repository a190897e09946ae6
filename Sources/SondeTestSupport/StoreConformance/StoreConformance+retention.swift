import SondeCore

/// What is removed, what stays, and how much room it takes. A store may remove whole days, and roll-ups by whole months:
/// cutoffs are midnights in UTC.
extension StoreConformance {
    static let retention = [
        StoreConformance(name: "prunes what is old and nothing else") { store in
            try await store.append(
                WriteBatch(
                    results: [result("a", 0), result("a", 100 * oneDay), result("b", 0)],
                    anomalies: [anomaly("a", 0), anomaly("a", 100 * oneDay)],
                    incidents: [incident("a", opened: 0, closed: 10), incident("a", opened: 0 + 1)]))
            let cutoffs = RetentionCutoffs(results: time(50 * oneDay))
            try expect(try await store.prune(before: cutoffs), is: 4, "rows removed")
            try expect(try await store.results(for: "a", in: always, limit: 9).count, is: 1, "results of a")
            try expect(try await store.results(for: "b", in: always, limit: 9).count, is: 0, "results of b")
            try expect(try await store.anomalies(for: nil, in: always, limit: 9).count, is: 1, "anomalies")
            try expect(try await store.incidents(for: nil, in: always, limit: 9).map(\.id), is: ["a-1"], "incidents")
            try expect(try await store.summary(of: "a", in: always).count, is: 2, "probes, by what is left of them")
            try expect(try await store.prune(before: cutoffs), is: 0, "rows removed the second time")
        },
        StoreConformance(name: "prunes results and roll-ups each by its own cutoff") { store in
            let results = (0..<150).flatMap { number in [0, 15].map { result("a", number * oneDay + oneDay / 2 + $0) } }
            try await store.append(WriteBatch(results: results))
            let cutoffs = RetentionCutoffs(
                results: time(140 * oneDay), minuteRollups: time(100 * oneDay), hourRollups: time(60 * oneDay))
            let removed = try await store.prune(before: cutoffs)
            try expect(removed > 280, is: true, "\(removed) rows removed: 280 results and roll-ups")
            try expect(
                try await store.results(for: "a", in: always, limit: .max).count, is: 20, "results that are left")
            for (step, cutoff) in [(60, cutoffs.minuteRollups), (3600, cutoffs.hourRollups)] {
                let kept = try await store.series(for: "a", in: always, step: .seconds(step))
                let after = kept.filter { $0.timestamp >= cutoff }
                let days = cutoff.duration(to: time(150 * oneDay)) / .seconds(oneDay)
                try expect(after.map(\.count), is: Array(repeating: 2, count: Int(days)), "steps of \(step) s")
                // No month is longer.
                let beginning = cutoff.advanced(by: .seconds(-31 * oneDay))
                try expect(kept.filter { $0.timestamp < beginning }, is: [], "old steps of \(step) s")
            }
        },
        StoreConformance(name: "tells what its parts take") { store in
            let empty = try await store.size()
            try expect(Set(empty.parts.map(\.name)), is: parts, "names of the parts")
            for lane in 0..<10 {
                try await store.append(
                    WriteBatch(results: (0..<2000).map { result("lane-\(lane)", 15 * $0) }))
            }
            let full = try await store.size()
            func results(_ size: StoreSize) -> Int { size.parts.first { $0.name == "results" }?.bytes ?? 0 }
            let grown = results(full) - results(empty)
            try expect((400_000...20_000_000).contains(grown), is: true, "\(grown) bytes of 20,000 results")
            try expect(full.used >= full.parts.reduce(0) { $0 + $1.bytes }, is: true, "bytes used, of all parts")
            try expect(full.free >= 0, is: true, "bytes free")
        },
        StoreConformance(name: "removes the oldest results when there is no room") { store in
            var results: [ProbeResult] = []
            for number in 0..<20 {
                let some = (0..<600).map { result("a", number * oneDay + 40_000 + $0, milliseconds: 50 + $0 * 7 % 901) }
                try await store.append(
                    WriteBatch(
                        results: some, anomalies: [anomaly("a", number * oneDay + 40_000), anomaly("b", 40_000)]))
                results += some
            }
            let state = DetectorState(savedAt: time(10), bytes: [1, 2, 3])
            try await store.append(
                WriteBatch(incidents: [incident("a", opened: 0, closed: 10)], detectorStates: ["a": state]))
            try await store.rollUp(until: time(21 * oneDay))
            let summary = try await store.summary(of: "a", in: always)
            let minutes = try await store.series(for: "a", in: always, step: .seconds(60))
            try expect(
                try await store.trim(to: 1 << 40, keeping: time(18 * oneDay)), is: nil, "where there is room")
            try expect(try await store.trim(to: 1, keeping: time(0)), is: time(0), "where nothing may go")
            try expect(
                try await store.results(for: "a", in: always, limit: .max).count, is: results.count, "results")
            let room = try await store.size().used * 3 / 4
            let trimmed = try await store.trim(to: room, keeping: time(18 * oneDay))
            guard let until = trimmed else { throw ConformanceFailure(description: "Nothing was removed.") }
            try expect(until < time(18 * oneDay), is: true, "more is left than what must stay, by \(until.rfc3339)")
            let used = try await store.size().used
            try expect(used <= room, is: true, "\(used) bytes used of \(room)")
            try await expectRest(of: results, since: until, store)
            let last = try await store.trim(to: 1, keeping: time(18 * oneDay))
            try expect(last, is: time(18 * oneDay), "until")
            try await expectRest(of: results, since: time(18 * oneDay), store)
            try expect(try await store.summary(of: "a", in: always), is: summary, "summary of what is gone and left")
            try expect(
                try await store.series(for: "a", in: always, step: .seconds(60)), is: minutes, "minutes, by roll-ups")
            try expect(try await store.incidents(for: nil, in: always, limit: 9).count, is: 1, "incidents")
            try expect(try await store.detectorState(of: "a"), is: state, "what was learned")
        },
        StoreConformance(name: "counts by the hour over roll-ups and what is beside them") { store in
            let results = day("a") + day("a", from: oneDay) + [failure("b", oneDay + 7)]
            try await store.append(WriteBatch(results: results))
            let ranges = [(0, 2 * oneDay), (61, 7261), (1800, 5400), (40_000, oneDay + 40_030), (oneDay, oneDay + 8)]
            func check(_ when: String, from beginning: Int = 0) async throws {
                for (from, to) in ranges where from >= beginning {
                    let range = time(from)..<time(to)
                    try expect(
                        try await store.hourlyCounts(in: range), is: counts(results, in: range),
                        "\(when), from \(from) to \(to)")
                }
            }
            try await check("before rolling up")
            for end in [50_000, oneDay + 45_296, 3 * oneDay] {
                try await store.rollUp(until: time(end))
                try await check("rolled up until \(end)")
            }
            _ = try await store.prune(before: RetentionCutoffs(results: time(oneDay)))
            try expect(
                try await store.hourlyCounts(in: always), is: counts(results, in: always), "hours after pruning")
        },
    ]

    private static let oneDay = 86_400

    private static let parts: Set = [
        "results", "anomalies", "minute roll-ups", "hour roll-ups", "incidents", "alerts", "detectors",
    ]

    /// Of the results and the anomalies beside them those since a time are left, and no others.
    private static func expectRest(of results: [ProbeResult], since time: Timestamp, _ store: any Store) async throws {
        let left = try await store.results(for: "a", in: always, limit: .max)
        try expect(left.map(\.timestamp), is: results.map(\.timestamp).filter { $0 >= time }, "results that are left")
        let anomalies = try await store.anomalies(for: nil, in: always, limit: .max)
        try expect(anomalies.count, is: left.count / 600, "anomalies that are left")
    }

    private static func counts(_ results: [ProbeResult], in range: Range<Timestamp>) -> [String: [Int: ProbeCounts]] {
        results.filter { range.contains($0.timestamp) }.reduce(into: [:]) { counts, result in
            let hour = Int(result.timestamp.microseconds / 3_600_000_000)
            counts[result.endpoint, default: [:]][hour, default: ProbeCounts()].total += 1
            if !result.success { counts[result.endpoint]?[hour]?.failures += 1 }
        }
    }
}
