import SondeCore

extension StoreConformance {
    static let aggregates = [
        StoreConformance(name: "aggregates over steps aligned to the epoch") { store in
            try await store.append(
                WriteBatch(results: [
                    result("a", 0, milliseconds: 100), result("a", 15, milliseconds: 200), failure("a", 30),
                    result("a", 130, milliseconds: 50),
                ]))
            let points = try await store.series(for: "a", in: always, step: .seconds(60))
            try expect(points.map(\.timestamp), is: [time(0), time(120)], "steps")
            try expect(points.map(\.count), is: [3, 1], "counts")
            try expect(points.map(\.failures), is: [1, 0], "failures")
            try expect(points[0].mean, is: .milliseconds(150), "mean")
            try expect(points[0].min, is: .milliseconds(100), "min")
            try expect(points[0].max, is: .milliseconds(200), "max")
            try expect(points[0].phases.dns, is: .microseconds(1300), "mean of DNS")
            try expect(points[0].phases.connect, is: .milliseconds(10), "mean of connect")
        },
        StoreConformance(name: "leaves the mean of failures alone open") { store in
            try await store.append(WriteBatch(results: [failure("a", 0)]))
            let points = try await store.series(for: "a", in: always, step: .seconds(60))
            try expect(points.map(\.mean), is: [nil], "mean")
        },
        StoreConformance(name: "counts by the hour within a range") { store in
            try await store.append(
                WriteBatch(results: [result("a", 0), failure("a", 15), result("a", 3600), result("b", 0)]))
            let counts = try await store.hourlyCounts(in: time(0)..<time(3601))
            let hour = Int(start.microseconds / 3_600_000_000)
            try expect(counts["a"]?[hour], is: ProbeCounts(total: 2, failures: 1), "first hour of a")
            try expect(counts["a"]?[hour + 1], is: ProbeCounts(total: 1), "second hour of a")
            try expect(counts["b"]?[hour], is: ProbeCounts(total: 1), "first hour of b")
            try expect(try await store.hourlyCounts(in: time(5000)..<time(6000)), is: [:], "an empty range")
        },
    ]

    static let incidents = [
        StoreConformance(name: "replaces an incident that changed") { store in
            try await store.append(WriteBatch(incidents: [incident("a", opened: 0), incident("b", opened: 5)]))
            try expect(try await store.openIncidents().map(\.id), is: ["a-0", "b-5"], "open incidents")
            let closed = incident("a", opened: 0, closed: 60)
            try await store.append(WriteBatch(incidents: [closed]))
            try expect(try await store.openIncidents().map(\.id), is: ["b-5"], "open incidents")
            try expect(try await store.incidents(for: "a", in: always, limit: 9), is: [closed], "incidents of a")
        },
        StoreConformance(name: "finds incidents that were open in the range") { store in
            try await store.append(
                WriteBatch(incidents: [
                    incident("a", opened: 0, closed: 10), incident("a", opened: 20, closed: 40),
                    incident("a", opened: 60),
                ]))
            let found = try await store.incidents(for: nil, in: time(30)..<time(50), limit: 9)
            try expect(found.map(\.id), is: ["a-20"], "between")
            let later = try await store.incidents(for: nil, in: time(100)..<time(200), limit: 9)
            try expect(later.map(\.id), is: ["a-60"], "still open")
        },
        StoreConformance(name: "keeps what faults looked like, and what was called none") { store in
            var excused = incident("a", opened: 0, closed: 60)
            excused.patterns = [
                FaultPattern(kind: .slow, share: 0.5, extreme: 0.75, probes: 40),
                FaultPattern(kind: .slow, phase: .tls, share: 0.25, extreme: 1.5, probes: 38),
            ]
            let other = incident("b", opened: 5, closed: 60)
            try await store.append(WriteBatch(incidents: [excused, other]))
            try expect(try await store.incident("a-0"), is: excused, "an incident by its id")
            try expect(try await store.incident("a-1"), is: nil, "one that is not there")
            try expect(try await store.excusedIncidents(), is: [], "before anyone called them none")
            excused.excusedAt = time(90)
            try await store.append(WriteBatch(incidents: [excused]))
            try expect(try await store.excusedIncidents(), is: [excused], "incidents that were called no fault")
            // They are known for good: otherwise the like of them would be told again one day.
            try expect(try await store.prune(before: RetentionCutoffs(results: time(1000))), is: 1, "rows removed")
            try expect(try await store.excusedIncidents(), is: [excused], "incidents after pruning")
        },
        StoreConformance(name: "keeps and removes states") { store in
            let state = IncidentState(
                failuresInARow: 2, goodInARow: 1, openIncident: "a-0")
            try await store.append(WriteBatch(incidentStates: ["a": state, "b": state]))
            try await store.append(WriteBatch(incidentStates: ["b": IncidentState?.none]))
            try expect(try await store.incidentStates(), is: ["a": state], "states")
        },
        StoreConformance(name: "keeps, replaces and removes what detectors have learned") { store in
            let first = DetectorState(savedAt: time(10), bytes: [1, 2, 3])
            let large = DetectorState(savedAt: time(20), bytes: (0..<100_000).map { UInt8(truncatingIfNeeded: $0) })
            try await store.append(WriteBatch(detectorStates: ["a": first, "b": first, "c": first]))
            try await store.append(WriteBatch(detectorStates: ["a": large, "b": DetectorState?.none]))
            try expect(try await store.detectorStates { $1 }, is: ["a": large, "c": first], "detector states")
            try expect(try await store.detectorState(of: "a"), is: large, "of one endpoint")
            try expect(try await store.detectorState(of: "b"), is: nil, "of one that was removed")
        },
    ]
}
