package import SondeCore

/// Batches of a load on a store, by number: what of them is there can be told from the store alone.
package enum LoadedBatch {
    package static let start = Timestamp(microseconds: 1_767_571_200_000_000)
    package static let always = start..<Timestamp(microseconds: .max / 2)
    /// Each has one result of each.
    package static let endpoints = (0..<20).map { "api-\($0)" }

    /// Its results carry the number as their size; of its incident, its notice, its silence and its state the newest remains.
    package static func make(_ number: Int) -> WriteBatch {
        let time = start.advanced(by: .seconds(15 * number))
        let results = endpoints.map { endpoint in
            ProbeResult(
                endpoint: endpoint, timestamp: time, responseTime: .milliseconds(100 + number % 50), statusCode: 200,
                responseSize: number)
        }
        let anomaly = Anomaly(
            endpoint: endpoints[0], timestamp: time, responseTime: nil, score: -0.1, surprise: nil, severity: nil,
            reasons: [])
        let incident = Incident(
            id: "api-0-1", endpoint: endpoints[0], kind: .failure, severity: .high, openedAt: start,
            reason: "batch \(number)")
        let state = IncidentState(failuresInARow: number + 1, openIncident: incident.id)
        return WriteBatch(
            results: results, anomalies: [anomaly], incidents: [incident],
            timeline: [TimelineEntry(incident: incident.id, at: time, kind: .note, text: "batch \(number)")],
            notices: [notice(of: incident, attempts: number)], silences: [silence(comment: "batch \(number)")],
            incidentStates: [endpoints[0]: state])
    }

    private static func notice(of incident: Incident, attempts: Int) -> Notice {
        Notice(
            id: "api-0-1.opened", channel: "ops", event: .opened, incident: incident, createdAt: start, dueAt: start,
            attempts: attempts)
    }

    private static func silence(comment: String) -> Silence {
        Silence(
            id: "silence", purpose: .silence, matcher: EndpointMatcher(names: ["api-1"]),
            schedule: .once(from: start, until: nil), comment: comment, createdAt: start)
    }

    /// Checks that of so many batches everything is there exactly once. One batch more may be there, whose acknowledgement
    /// was lost.
    ///
    /// - Throws: `ConformanceFailure` with what is wrong.
    package static func check(_ count: Int, in store: any Store) async throws {
        var found: [Int: Int] = [:]
        for endpoint in endpoints {
            let sizes = try await store.results(for: endpoint, in: always, limit: .max).map(\.responseSize)
            try expect(Array(sizes.prefix(count)), is: Array(0..<count), "results of \(endpoint)")
            found[sizes.count, default: 0] += 1
        }
        // A batch is there as a whole or not at all.
        try expect(found.count, is: 1, "lengths of series: \(found)")
        let total = found.keys.first ?? 0
        try expect((count...count + 1).contains(total), is: true, "\(total) batches of \(count)")
        let anomalies = try await store.anomalies(for: nil, in: always, limit: .max)
        try expect(anomalies.count, is: total, "anomalies")
        try expect(try await store.incidentStates()[endpoints[0]]?.failuresInARow, is: total, "incident state")
        try expect(try await store.openIncidents().map(\.reason), is: ["batch \(total - 1)"], "open incidents")
        try await checkAlerts(total, in: store)
    }

    private static func checkAlerts(_ total: Int, in store: any Store) async throws {
        let steps = try await store.timeline(of: "api-0-1").map(\.text)
        try expect(steps, is: (0..<total).map { "batch \($0)" }, "steps of the incident")
        try expect(try await store.notices(of: "api-0-1").map(\.attempts), is: [total - 1], "notices")
        try expect(try await store.silences().map(\.comment), is: ["batch \(total - 1)"], "silences")
    }
}
