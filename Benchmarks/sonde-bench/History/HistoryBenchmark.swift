import Foundation
import SondeCore

/// How soon a running Sonde answers with 10,000 endpoints and a month of history behind it, while it probes all of them
/// every 15 seconds.
struct HistoryBenchmark {
    private static let turns = 200
    /// All turns take a minute at least, in which all endpoints are rolled up once.
    private static let pace: Duration = .milliseconds(330)
    private static let chartDays = 30

    let kind: StoreKind
    /// What is probed.
    let target: String

    func run() async throws -> [Figure] {
        let database = try kind.makeDatabase()
        say("making 30 days of 10,000 endpoints in \(database.name)")
        try await MadeHistory(until: SystemClock().now).fill(database)
        let sonde = try RunningSonde(endpoints: MadeHistory.endpoints, target: target, store: database.url)
        defer { sonde.stop() }
        let learning = try database.open()
        try await LearnedStore.fill(learning, configuration: sonde.configuration, as: .loopback)
        try await learning.close()
        try database.settle()
        say("asking Sonde")
        try sonde.start()
        // Each endpoint a few times: what was stored is read again by then.
        try await sonde.wait(forProbes: 3 * MadeHistory.endpoints)
        let store = try database.openToRead()
        let figures = try await ask(sonde, store).figures(of: database.name)
        try await store.close()
        return figures
    }

    private func ask(_ sonde: RunningSonde, _ store: any Store) async throws -> AnswerTimes {
        var times = AnswerTimes()
        let (before, start) = (try sonde.status().probes, ContinuousClock.now)
        for turn in 0..<Self.turns {
            let end = ContinuousClock.now + Self.pace
            // All of those that have a history of all kinds, one after the other.
            let endpoint = MadeFleet.name(1 + turn * 37 % MadeHistory.charted)
            times.overview.append(try overview(sonde))
            times.page.append(try sonde.get("/").milliseconds)
            times.chart.append(try chart(of: endpoint, sonde))
            times.percentile.append(try await percentile(of: endpoint, store))
            try await Task.sleep(until: end, clock: .continuous)
        }
        times.probesPerSecond = Double(try sonde.status().probes - before) / start.duration(to: .now).inSeconds
        return times
    }

    private func overview(_ sonde: RunningSonde) throws -> Double {
        let answer = try sonde.get("/api/v1/endpoints")
        let told = try JSONDecoder().decode(ToldEndpoints.self, from: answer.body).endpoints.count
        guard told == MadeHistory.endpoints else { throw BenchError("The overview tells \(told) endpoints.") }
        return answer.milliseconds
    }

    private func chart(of endpoint: String, _ sonde: RunningSonde) throws -> Double {
        let start = Int(SystemClock().now.seconds) - 86_400 * Self.chartDays
        let answer = try sonde.get("/api/v1/endpoints/\(endpoint)/results?from=\(start)")
        let points = try JSONDecoder().decode(ToldResults.self, from: answer.body).results.count
        guard points > Self.chartDays * 24 - 2 else { throw BenchError("A chart of 30 days has \(points) points.") }
        return answer.milliseconds
    }

    /// Of the store itself: the API tells percentiles of steps, not of the whole.
    private func percentile(of endpoint: String, _ store: any Store) async throws -> Double {
        let now = SystemClock().now
        let start = ContinuousClock.now
        let summary = try await store.summary(
            of: endpoint, in: now.advanced(by: .seconds(-86_400 * MadeHistory.days))..<now)
        let time = start.duration(to: .now)
        guard summary.quantile(0.95) != nil, summary.count > MadeHistory.days * 5_000 else {
            throw BenchError("A summary of \(MadeHistory.days) days holds \(summary.count) probes.")
        }
        return time.milliseconds
    }
}

/// In milliseconds, one entry a turn.
private struct AnswerTimes {
    var overview: [Double] = []
    var page: [Double] = []
    var chart: [Double] = []
    var percentile: [Double] = []
    var probesPerSecond = 0.0

    func figures(of database: String) -> [Figure] {
        func figure(_ name: String, _ value: Double, _ unit: String, _ bar: Figure.Bar) -> Figure {
            Figure(benchmark: "history", name: "\(database): \(name)", value: value, unit: unit, bar: bar)
        }
        func both(_ name: String, _ times: [Double], _ bar: Figure.Bar) -> [Figure] {
            let times = times.sorted()
            return [
                figure(name + " p50", times.percentile(0.5), "ms", .none),
                figure(name + " p99", times.percentile(0.99), "ms", bar),
            ]
        }
        return both("overview of 10,000 endpoints", overview, .atMost(100))
            + both("overview as a page", page, .none)
            + both("chart of 30 days of one API", chart, .atMost(50))
            + both("p95 of 90 days of one API (Store.summary)", percentile, .atMost(50))
            + [figure("probes made meanwhile", probesPerSecond, "/s", .none)]
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
