import Foundation
import SondeCore

/// How soon a running Sonde answers with 10,000 endpoints and a month of history behind it, while it probes all of them
/// every 15 seconds.
struct HistoryBenchmark {
    private static let requests = 200

    let kind: StoreKind
    /// What is probed.
    let target: String

    func run() async throws -> [Figure] {
        let database = try kind.makeDatabase()
        say("making 30 days of 10,000 endpoints in \(database.name)")
        let history = MadeHistory(until: SystemClock().now)
        try await history.fill(database)
        let sonde = try RunningSonde(endpoints: MadeHistory.endpoints, target: target, store: database.url)
        defer { sonde.stop() }
        let store = try database.open()
        try await LearnedStore.fill(store, configuration: sonde.configuration, as: .loopback)
        try await store.close()
        try database.settle()
        say("asking Sonde")
        try sonde.start()
        // Each endpoint a few times: what was stored is read again by then.
        try await sonde.wait(forProbes: 3 * MadeHistory.endpoints)
        let (before, start) = (try sonde.status().probes, ContinuousClock.now)
        var figures = try overview(sonde, database) + charts(sonde, database)
        figures += try await percentiles(database)
        let rate = Double(try sonde.status().probes - before) / start.duration(to: .now).inSeconds
        figures.append(figure(database, "probes made meanwhile", rate, "/s", .none))
        return figures
    }

    private func overview(_ sonde: RunningSonde, _ database: any BenchDatabase) throws -> [Figure] {
        let path = "/api/v1/endpoints"
        let told = try JSONDecoder().decode(ToldEndpoints.self, from: sonde.get(path).body).endpoints.count
        guard told == MadeHistory.endpoints else { throw BenchError("\(path) tells \(told) endpoints.") }
        let times = try (0..<Self.requests).map { _ in try sonde.get(path).milliseconds }
        let pages = try (0..<Self.requests).map { _ in try sonde.get("/").milliseconds }
        return both(database, "overview of 10,000 endpoints", times, .atMost(100))
            + [figure(database, "overview as a page p99", pages.sorted().percentile(0.99), "ms", .none)]
    }

    private func charts(_ sonde: RunningSonde, _ database: any BenchDatabase) throws -> [Figure] {
        let days = 30
        let times = try (0..<Self.requests).map { number in
            let start = SystemClock().now.advanced(by: .seconds(-86_400 * days)).seconds
            let answer = try sonde.get("/api/v1/endpoints/\(Self.charted(number))/results?from=\(Int(start))")
            let points = try JSONDecoder().decode(ToldResults.self, from: answer.body).results.count
            guard points > days * 24 - 2 else { throw BenchError("A chart of \(days) days has \(points) points.") }
            return answer.milliseconds
        }
        return both(database, "chart of 30 days of one API", times, .atMost(50))
    }

    /// Of the store itself: the API tells percentiles of steps, not of the whole.
    private func percentiles(_ database: any BenchDatabase) async throws -> [Figure] {
        let store = try database.openToRead()
        var times: [Double] = []
        for number in 0..<Self.requests {
            let now = SystemClock().now
            let start = ContinuousClock.now
            let range = now.advanced(by: .seconds(-86_400 * MadeHistory.days))..<now
            let rollup = try await store.summary(of: Self.charted(number), in: range)
            guard rollup.quantile(0.95) != nil, rollup.count > MadeHistory.days * 5_000 else {
                throw BenchError("A summary of \(MadeHistory.days) days holds \(rollup.count) probes.")
            }
            times.append(start.duration(to: .now).milliseconds)
        }
        try await store.close()
        return both(database, "p95 of 90 days of one API (Store.summary)", times, .atMost(50))
    }

    /// All of those that have a history of all kinds, turn about.
    private static func charted(_ number: Int) -> String {
        MadeFleet.name(1 + number * 37 % MadeHistory.charted)
    }

    private func both(
        _ database: any BenchDatabase, _ name: String, _ times: [Double], _ bar: Figure.Bar
    ) -> [Figure] {
        let times = times.sorted()
        return [
            figure(database, name + " p50", times.percentile(0.5), "ms", .none),
            figure(database, name + " p99", times.percentile(0.99), "ms", bar),
        ]
    }

    private func figure(
        _ database: any BenchDatabase, _ name: String, _ value: Double, _ unit: String, _ bar: Figure.Bar
    ) -> Figure {
        Figure(benchmark: "history", name: "\(database.name): \(name)", value: value, unit: unit, bar: bar)
    }
}

private struct ToldEndpoints: Decodable {
    struct One: Decodable {
        var name: String
    }

    var endpoints: [One]
}

private struct ToldResults: Decodable {
    struct One: Decodable {
        var timestamp: String
    }

    var results: [One]
}
