import SondeCore

/// A database as a Sonde leaves it that has watched 10,000 endpoints every 15 seconds for 30 days, and some of them for 90.
///
/// Appending 1.7 thousand million results would take hours. One endpoint's 90 days are appended and rolled up through the
/// port; its rows are then copied, in the order of time in which they would have come: the hours of 30 days to all
/// endpoints; to the hundred that are asked for, the hours of 90 days, the minutes of 30 and the results of 2. The time up
/// to which results are rolled up is that of the one endpoint.
struct MadeHistory {
    static let endpoints = 10_000
    /// Those with a history of all kinds, from the first on.
    static let charted = 100
    static let days = 90

    let end: Timestamp

    init(until end: Timestamp) {
        self.end = end
    }

    func fill(_ database: any BenchDatabase) async throws {
        try await fillOne(database)
        let (ninety, thirty, two) = (ago(days: Self.days), ago(days: 30), ago(days: 2))
        try database.copy("hour_rollups", toEndpoints: 2...Self.charted, of: ninety..<thirty)
        try database.copy("hour_rollups", toEndpoints: 2...Self.endpoints, of: thirty..<end)
        try database.copy("minute_rollups", toEndpoints: 2...Self.charted, of: thirty..<end)
        try database.copy(database.resultTable, toEndpoints: 2...Self.charted, of: two..<end)
        try database.settle()
    }

    private func ago(days: Int) -> Timestamp { end.advanced(by: .seconds(-86_400 * days)) }

    private func fillOne(_ database: any BenchDatabase) async throws {
        let fleet = MadeFleet(count: 1, interval: .seconds(15))
        let store = try database.open()
        for day in 0..<Self.days {
            let results = fleet.results(of: day * 5_760..<(day + 1) * 5_760, since: ago(days: Self.days))
            try await store.append(results, inGroupsOf: StoreBenchmark.group)
            try await store.rollUp(until: ago(days: Self.days - day - 1).advanced(by: .seconds(-90)))
        }
        // Of the oldest 60 days the roll-ups alone are left.
        _ = try await store.prune(before: Retention().cutoffs(at: end))
        try await store.close()
    }
}
