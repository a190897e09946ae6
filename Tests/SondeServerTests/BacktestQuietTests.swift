import SondeCore
import Testing

@testable import SondeServer

/// Pages of a past of which a window, a silence or a dependency would have kept everybody from being told.
@Suite("Pages that nobody would have been told of", .timeLimit(.minutes(1)))
struct BacktestQuietTests: ReadsConfigurations {
    /// The pages of a past in which `orders` is slow from 02:55 and down from 03:20 to 03:28, and who is told of them.
    private func replay(
        _ yaml: String, _ names: [String] = ["orders"]
    ) throws -> (pages: [ReplayedPage], told: [String]) {
        let endpoints = names.map { name in
            let needs = name == "orders" && names.count > 1 ? ", depends-on: db" : ""
            return "  - {name: \(name), url: \"https://\(name).example.com\", alerts: [{type: ntfy}]\(needs)}\n"
        }
        let configuration = try configuration(
            "alerting: {ntfy: {topic: a}}\nendpoints:\n" + endpoints.joined() + yaml)
        let past = MadeUpPast(.probes, seed: 9)
        var pages: [ReplayedPage] = []
        for endpoint in configuration.endpoints {
            var replay = Replay(
                name: endpoint.name, kind: .probes, settings: AnomalySettings(), interval: past.interval,
                incidents: ReplayedIncidents(endpoint))
            for case .probe(var result) in past.rows {
                result.endpoint = endpoint.name
                _ = replay.take(.probe(result))
            }
            pages += replay.pages
        }
        let end = MadeUpPast.start.advanced(by: past.interval * past.rows.count)
        let messages = ReplayedMessages.messages(of: &pages, configuration, until: end)
        let told = messages.flatMap(\.notices).map { "\($0.incident.endpoint) \($0.event)" }
        return (pages, told)
    }

    private let night = "until: 2026-01-05T04:00:00Z"

    @Test("in a window or a silence a page is quiet, and it is no notification")
    func windows() throws {
        let loud = try replay("")
        #expect(loud.pages.map(\.kind) == ["slow", "failures"])
        #expect(loud.pages.map(\.quiet) == [nil, nil])
        for (key, quiet) in [("maintenance", Incident.Quiet.maintenance), ("silences", .silenced)] {
            let found = try replay("\(key): [{from: 2026-01-05T03:15:00Z, \(night)}]")
            #expect(found.pages.map(\.quiet) == [nil, quiet])
            #expect(found.told.count == loud.told.count - 2, "neither its beginning nor its end: \(found.told)")
        }
    }

    @Test("one that outlasts the silence is told, and so not quiet")
    func outlasting() throws {
        let found = try replay("silences: [{from: 2026-01-05T03:15:00Z, until: 2026-01-05T03:25:00Z}]")
        #expect(found.pages.map(\.quiet) == [nil, nil])
        #expect(found.told.filter { $0 == "orders opened" }.count == 2)
    }

    @Test("while what it needs is down, it is quiet, and the other is not")
    func dependency() throws {
        let found = try replay("", ["orders", "db"])
        let failures = found.pages.filter { $0.kind == "failures" }
        #expect(failures.map(\.apiName) == ["orders", "db"])
        #expect(failures.map(\.quiet) == [.dependency, nil])
    }
}
