import SondeCore
import SondeServer

/// What storing costs: results per second beside the database's own import, bytes a result, and whether that stays so.
struct StoreBenchmark {
    private struct Bars {
        var rate: Double
        var bytes: Double
    }

    private static let endpoints = 2_000
    private static let rounds = 1_440
    /// As many as the write queue commits at once when they come faster than they are stored.
    static let group = StoreWriter.rowsPerCommit

    let kind: StoreKind

    func run() async throws -> [Figure] {
        // TimescaleDB compresses and removes old days by itself meanwhile: what it costs there is not to be told apart.
        try await writing() + (kind == .timescale ? [] : AgeingBenchmark(kind: kind).run())
    }

    private var bars: Bars {
        switch kind {
        case .sqlite: Bars(rate: 150_000, bytes: 60)
        case .postgres: Bars(rate: 60_000, bytes: 150)
        case .timescale: Bars(rate: 60_000, bytes: 32)
        }
    }

    /// Six hours of one day, of a fleet that is probed every 15 seconds.
    private func writing() async throws -> [Figure] {
        let database = try kind.makeDatabase()
        say("writing to \(database.name)")
        let rows = Self.endpoints * Self.rounds
        let rate = Double(rows) / (try await appendSeconds(database))
        let fresh = Double(try database.bytesOfResults()) / Double(rows)
        let imported = Double(rows) / (try database.importSeconds())
        let name = "\(database.name): "
        let count = "\(Double(rows / 10_000) / 100) million results"
        return [
            figure(name + "\(count) through the port", rate, "/s", .atLeast(bars.rate)),
            figure(name + "the same through its shell's import", imported, "/s", .none),
            figure(name + "ratio to the import", rate / imported, "", .atLeast(0.3)),
            figure(name + "a result on disk, indexes included, as it was written", fresh, "bytes", .none),
            try await settledSize(database, of: rows),
        ]
    }

    /// Of a result whose day is over: TimescaleDB compresses it, PostgreSQL's indexes are made anew.
    private func settledSize(_ database: any BenchDatabase, of rows: Int) async throws -> Figure {
        if let compressed = try database.compressedBytesOfResults() {
            return figure(
                "\(database.name): a result on disk, compressed", Double(compressed) / Double(rows), "bytes",
                .atMost(bars.bytes))
        }
        try await keepHouse(database)
        return figure(
            "\(database.name): a result on disk, indexes included, a day later",
            Double(try database.bytesOfResults()) / Double(rows), "bytes", .atMost(bars.bytes))
    }

    /// Of all appends and of closing the store, when everything is in its files.
    private func appendSeconds(_ database: any BenchDatabase) async throws -> Double {
        let fleet = MadeFleet(count: Self.endpoints, interval: .seconds(15))
        let start = Timestamp.finishedDay
        let store = try database.open()
        // Makes the tables.
        _ = try await store.kind()
        var spent: Duration = .zero
        let roundsAtOnce = Self.group / Self.endpoints
        for round in stride(from: 0, to: Self.rounds, by: roundsAtOnce) {
            let results = fleet.results(of: round..<min(round + roundsAtOnce, Self.rounds), since: start)
            let begun = ContinuousClock.now
            try await store.append(WriteBatch(results: results))
            spent += begun.duration(to: .now)
        }
        let begun = ContinuousClock.now
        try await store.close()
        return (spent + begun.duration(to: .now)).inSeconds
    }

    /// What Sonde does once an hour.
    private func keepHouse(_ database: any BenchDatabase) async throws {
        let store = try database.open()
        _ = try await store.prune(before: Retention().cutoffs(at: SystemClock().now))
        try await store.close()
    }

    private func figure(_ name: String, _ value: Double, _ unit: String, _ bar: Figure.Bar) -> Figure {
        Figure(benchmark: "store", name: name, value: value, unit: unit, bar: bar)
    }
}

extension Store {
    func append(_ results: [ProbeResult], inGroupsOf size: Int) async throws {
        for start in stride(from: 0, to: results.count, by: size) {
            try await append(WriteBatch(results: Array(results[start..<min(start + size, results.count)])))
        }
    }
}

extension Timestamp {
    /// The beginning of a day, in UTC, that is over by a day at least.
    static var finishedDay: Timestamp {
        let day: Int64 = 86_400_000_000
        return Timestamp(microseconds: (SystemClock().now.microseconds / day - 2) * day)
    }
}
