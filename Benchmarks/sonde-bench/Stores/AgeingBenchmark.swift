import SondeCore

/// What one probe costs to store, its share of the roll-ups included, in an empty database and in one with 90 days behind it.
struct AgeingBenchmark {
    private static let endpoints = 200
    private static let days = 90
    private static let hours = 11

    let kind: StoreKind

    func run() async throws -> [Figure] {
        let (young, old) = (try kind.makeDatabase(), try kind.makeDatabase())
        say("making \(Self.days) days of \(old.name)")
        let today = Timestamp.finishedDay
        let beginning = today.advanced(by: .seconds(-86_400 * Self.days))
        try await fill(old, since: beginning)
        try old.settle()
        let (youngStore, oldStore) = (try young.open(), try old.open())
        say("storing a day more")
        var costs: (young: [Double], old: [Double]) = ([], [])
        // Turn about, so that a noisy neighbour meets both.
        for hour in 0..<Self.hours {
            costs.young.append(try await microseconds(youngStore, hour, of: today))
            costs.old.append(try await microseconds(oldStore, hour, of: today))
        }
        try await youngStore.close()
        try await oldStore.close()
        let (first, last) = (costs.young.sorted().percentile(0.5), costs.old.sorted().percentile(0.5))
        let name = "\(young.name): a result stored and rolled up, "
        return [
            figure(name + "day 1", first, "µs", .none),
            figure(name + "day \(Self.days)", last, "µs", .none),
            figure(name + "day \(Self.days) beside day 1", last / first, "", .atMost(1.2)),
        ]
    }

    /// Every five minutes of 90 days, and all roll-ups. Nothing is removed: more than a Sonde of that age has.
    private func fill(_ database: any BenchDatabase, since beginning: Timestamp) async throws {
        let fleet = MadeFleet(count: Self.endpoints, interval: .seconds(300))
        let store = try database.open()
        for day in 0..<Self.days {
            let results = fleet.results(of: day * 288..<(day + 1) * 288, since: beginning)
            try await store.append(results, inGroupsOf: StoreBenchmark.group)
            try await store.rollUp(until: beginning.advanced(by: .seconds(86_400 * (day + 1))))
        }
        try await store.close()
    }

    /// Of a result, in one hour of a fleet that is probed every 15 seconds, rolled up every minute.
    private func microseconds(_ store: any Store, _ hour: Int, of day: Timestamp) async throws -> Double {
        let fleet = MadeFleet(count: Self.endpoints, interval: .seconds(15))
        let minutes = (hour * 60..<(hour + 1) * 60).map { fleet.results(of: $0 * 4..<($0 + 1) * 4, since: day) }
        let start = ContinuousClock.now
        for (minute, results) in minutes.enumerated() {
            try await store.append(WriteBatch(results: results))
            try await store.rollUp(until: day.advanced(by: .seconds(3600 * hour + 60 * (minute + 1))))
        }
        return start.duration(to: .now).inSeconds * 1e6 / Double(minutes.joined().count)
    }

    private func figure(_ name: String, _ value: Double, _ unit: String, _ bar: Figure.Bar) -> Figure {
        Figure(benchmark: "store", name: name, value: value, unit: unit, bar: bar)
    }
}
