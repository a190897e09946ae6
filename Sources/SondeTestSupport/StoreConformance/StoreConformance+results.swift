import SondeCore

extension StoreConformance {
    static let results = [
        StoreConformance(name: "gives back what was appended") { store in
            let written = [result("orders", 0), failure("orders", 15), result("orders", 30)]
            try await store.append(WriteBatch(results: written))
            try expect(try await store.results(for: "orders", in: always, limit: 10), is: written, "results")
        },
        StoreConformance(name: "keeps endpoints apart and orders by time") { store in
            try await store.append(WriteBatch(results: [result("b", 30), result("a", 15), result("a", 0)]))
            let found = try await store.results(for: "a", in: always, limit: 10)
            try expect(found.map(\.timestamp), is: [time(0), time(15)], "times")
        },
        StoreConformance(name: "limits to the newest of the range") { store in
            try await store.append(WriteBatch(results: (0..<10).map { result("a", $0) }))
            let found = try await store.results(for: "a", in: time(2)..<time(8), limit: 3)
            try expect(found.map(\.timestamp), is: [time(5), time(6), time(7)], "times")
        },
        StoreConformance(name: "knows nothing of an unknown endpoint") { store in
            try expect(try await store.results(for: "nobody", in: always, limit: 10), is: [], "results")
        },
        StoreConformance(name: "takes any name and any text") { store in
            let name = #"'; DROP TABLE results; -- "<script>alert(1)</script>" 🦊"#
            var odd = failure(name, 0)
            odd.failure = ProbeFailure(.conditionFailed, "[BODY] (' OR 1=1; \u{1F600}) == 1")
            try await store.append(WriteBatch(results: [odd]))
            try expect(try await store.results(for: name, in: always, limit: 1), is: [odd], "results")
        },
        StoreConformance(name: "lists failures, newest first") { store in
            let written = [failure("a", 0), result("a", 1), failure("a", 2), failure("a", 3)]
            try await store.append(WriteBatch(results: written))
            let found = try await store.failures(for: "a", before: time(3), limit: 5)
            try expect(found.map(\.timestamp), is: [time(2), time(0)], "times of failures")
        },
        StoreConformance(name: "gives back anomalies, newest first, of one endpoint or of all") { store in
            let written = [anomaly("a", 0), anomaly("b", 1), anomaly("a", 2)]
            try await store.append(WriteBatch(anomalies: written))
            try expect(try await store.anomalies(for: nil, in: always, limit: 9), is: written.reversed(), "of all")
            try expect(
                try await store.anomalies(for: "a", in: always, limit: 1), is: [written[2]], "the newest of one")
        },
    ]

    static let retries = [
        StoreConformance(name: "appends the same batch twice as once") { store in
            let batch = WriteBatch(
                results: [result("a", 0)], anomalies: [anomaly("a", 0)], incidents: [incident("a", opened: 0)],
                incidentStates: ["a": IncidentState(failuresInARow: 3, openIncident: "a-0")])
            try await store.append(batch)
            try await store.append(batch)
            try expect(try await store.results(for: "a", in: always, limit: 9).count, is: 1, "results")
            try expect(try await store.anomalies(for: "a", in: always, limit: 9).count, is: 1, "anomalies")
            try expect(try await store.incidents(for: "a", in: always, limit: 9).count, is: 1, "incidents")
        },
        StoreConformance(name: "takes an empty batch") { store in
            try await store.append(WriteBatch())
            try expect(try await store.openIncidents(), is: [], "open incidents")
        },
        StoreConformance(name: "serves appends and reads at once") { store in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for lane in 0..<8 {
                    group.addTask {
                        for step in 0..<20 {
                            try await store.append(WriteBatch(results: [result("lane-\(lane)", step)]))
                            _ = try await store.results(for: "lane-\(lane)", in: always, limit: 5)
                        }
                    }
                }
                try await group.waitForAll()
            }
            for lane in 0..<8 {
                let count = try await store.results(for: "lane-\(lane)", in: always, limit: 100).count
                try expect(count, is: 20, "results of lane \(lane)")
            }
        },
    ]
}
