import Foundation
import SondeCore

/// From the probe that fails to the message at its receiver, with 1,000 endpoints; and what a channel gets when all of them
/// fail in the same minute.
struct AlertBenchmark {
    private static let endpoints = 1000
    /// One endpoint of each fails: a channel that tells one thing at a time.
    private static let channels = 240
    /// Over so long, so that no more fail together than would be one incident.
    private static let spread: Duration = .seconds(120)
    private static let patience: Duration = .seconds(300)

    func run() async throws -> [Figure] { try await webhooks() + mails() + storm() }

    // MARK: How soon

    private func webhooks() async throws -> [Figure] {
        let stage = try await AlertStage()
        let delays = try await delays(
            stage, channel: { "type: webhook, url: \"http://127.0.0.1:\(stage.port)/hook/\($0)\"" },
            told: {
                stage.received.filter { $0.event == "opened" }.compactMap { message in
                    Int(message.channel).map { ($0, message.at) }
                }
            })
        return figures(delays, of: "webhook")
    }

    private func mails() async throws -> [Figure] {
        let receiver = try MailReceiver()
        defer { receiver.stop() }
        let server = "type: email, host: 127.0.0.1, port: \(receiver.port), security: none, from: sonde@example.com"
        let delays = try await delays(
            AlertStage(), channel: { "\(server), to: \"\($0)@example.com\"" },
            told: {
                receiver.received.compactMap { mail in
                    mail.recipient.split(separator: "@").first.flatMap { Int($0) }.map { ($0, mail.at) }
                }
            })
        return figures(delays, of: "mail server")
    }

    private func figures(_ delays: [Double], of receiver: String) -> [Figure] {
        [
            figure("messages to the \(receiver)", Double(delays.count), "", .none),
            figure("failed probe to its \(receiver), median", delays.percentile(0.5), "ms", .none),
            figure("failed probe to its \(receiver), p99", delays.percentile(0.99), "ms", .atMost(1000)),
        ]
    }

    /// How long each channel waited for its first message, in ascending order; milliseconds.
    ///
    /// - Parameters:
    ///   - channel: What the configuration says of a channel beside its name.
    ///   - told: Which channels got a message, and when.
    private func delays(
        _ stage: AlertStage, channel: (Int) -> String, told: () -> [(channel: Int, at: ContinuousClock.Instant)]
    ) async throws -> [Double] {
        let sonde = try RunningSonde(store: "sqlite:alerts.db", configurationOfDelays(stage.port, channel))
        defer { sonde.stop() }
        try sonde.start()
        try await wait("all endpoints are probed") { stage.probedEndpoints == Self.endpoints }
        let begin = ContinuousClock.now
        for number in 0..<Self.channels {
            stage.fail(number, from: begin + Self.spread * (Double(number) / Double(Self.channels)))
        }
        try await wait("all channels are told") { Set(told().map(\.channel)).count == Self.channels }
        let first = Dictionary(told().map { ($0.channel, $0.at) }) { first, _ in first }
        await stage.stop()
        return first.compactMap { channel, time in
            stage.failedAt(channel).map { $0.duration(to: time).milliseconds }
        }.sorted()
    }

    private func configurationOfDelays(_ port: Int, _ channel: (Int) -> String) -> String {
        var text = "alerting:\n  channels:\n"
        for number in 0..<Self.channels { text += "    - {name: to-\(number), \(channel(number))}\n" }
        text += "defaults: {incidents: {failure-threshold: 1}}\nendpoints:\n"
        for number in 0..<Self.endpoints {
            text += endpoint(number, port, alerts: "[{channel: to-\(number % Self.channels)}]")
        }
        return text
    }

    // MARK: How many

    private func storm() async throws -> [Figure] {
        let stage = try await AlertStage()
        let sonde = try RunningSonde(store: "sqlite:storm.db", configurationOfStorm(stage.port))
        defer { sonde.stop() }
        try sonde.start()
        try await wait("all endpoints are probed") { stage.probedEndpoints == Self.endpoints }
        let begin = ContinuousClock.now
        for number in 0..<Self.endpoints {
            stage.fail(number, from: begin + .seconds(60) * (Double(number) / Double(Self.endpoints)))
        }
        let all = Set((0..<Self.endpoints).map { "endpoint-\($0)" })
        try await wait("every name is told to both channels") {
            ["chat", "pager"].allSatisfy { channel in names(stage, channel).isSuperset(of: all) }
        }
        // What would come too much comes within the next minute.
        try await Task.sleep(for: .seconds(75))
        let messages = stage.received
        await stage.stop()
        return ["chat", "pager"].map { channel in
            let count = messages.count { $0.channel == channel && $0.event != "resolved" }
            return figure(
                "1,000 endpoints fail within a minute: messages to \(channel)", Double(count), "", .atMost(3))
        }
    }

    private func names(_ stage: AlertStage, _ channel: String) -> Set<String> {
        stage.received.filter { $0.channel == channel }.reduce(into: []) { $0.formUnion($1.names) }
    }

    private func configurationOfStorm(_ port: Int) -> String {
        var text = """
            alerting:
              channels:
                - {name: chat, type: webhook, url: "http://127.0.0.1:\(port)/chat"}
                - name: pager
                  type: pagerduty
                  integration-key: 0123456789abcdef0123456789abcdef
                  api-url: "http://127.0.0.1:\(port)/pager"
            endpoints:

            """
        for number in 0..<Self.endpoints {
            text += endpoint(number, port, alerts: "[{channel: chat}, {channel: pager}]")
        }
        return text
    }

    // MARK: Both

    /// Each on a host of its own: what they have in common is the moment.
    private func endpoint(_ number: Int, _ port: Int, alerts: String) -> String {
        let url = "http://e\(number).localhost:\(port)/api/\(number)"
        return "  - {name: endpoint-\(number), url: \"\(url)\", alerts: \(alerts)}\n"
    }

    private func wait(_ what: String, until isDone: () -> Bool) async throws {
        let deadline = ContinuousClock.now + Self.patience
        while !isDone() {
            guard ContinuousClock.now < deadline else { throw BenchError("It took too long until \(what).") }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    private func figure(_ name: String, _ value: Double, _ unit: String, _ bar: Figure.Bar) -> Figure {
        Figure(benchmark: "alerts", name: name, value: value, unit: unit, bar: bar)
    }
}
