import SondeCore
import SondeTestSupport
import Testing

@testable import SondeServer

/// Endpoints that report themselves: by whose token, and what follows when they do not.
@Suite(.timeLimit(.minutes(1))) struct PushEndpointTests: ReadsConfigurations {
    private static let always = Timestamp(microseconds: 0)..<Timestamp(microseconds: .max)
    private static let token = "0123456789abcdef"

    private static func job(
        _ name: String = "job", token: String = Self.token, every interval: Duration = .seconds(60)
    ) -> Endpoint {
        Endpoint(
            name: name, url: "", interval: interval, source: .push(token: Secret(token)),
            incidents: IncidentRules(failureThreshold: 1))
    }

    private func opened(_ kit: PipelineKit) async -> Incident? {
        await kit.first { if case .opened(let incident) = $0 { incident } else { nil } }
    }

    // MARK: Silence

    @Test func theFirstBeatThatIsMissedOpensAnIncident() async throws {
        let kit = try await PipelineKit([Self.job()])
        let taken = await kit.pipeline.push(PushReport(), token: Self.token)
        #expect(taken == "job")
        await kit.clock.advance(by: .seconds(65))
        let due = await kit.pipeline.noteSilence()
        #expect(due == kit.clock.now.advanced(by: .seconds(1)))
        #expect(await kit.pipeline.status(of: "job")?.openIncident == nil)
        await kit.clock.advance(by: .seconds(1))
        _ = await kit.pipeline.noteSilence()
        let incident = await opened(kit)
        #expect(incident?.reason == "Nothing was pushed for 1 min 6 s (expected every 1 min).")
        try await kit.finish()
    }

    /// However late each look is.
    @Test func beatsAreMissedAnIntervalApart() async throws {
        let kit = try await PipelineKit([Self.job()])
        let start = kit.clock.now
        for _ in 0..<4 {
            let due = try #require(await kit.pipeline.noteSilence())
            await kit.clock.advance(by: kit.clock.now.duration(to: due) + .milliseconds(400))
        }
        _ = await kit.pipeline.noteSilence()
        try await kit.finish()
        let results = try await kit.store.results(for: "job", in: Self.always, limit: 9)
        #expect(results.map { start.duration(to: $0.timestamp) } == [66, 126, 186, 246].map { .seconds($0) })
        #expect(results.last?.failure?.message == "Nothing was pushed for 4 min 6 s (expected every 1 min).")
    }

    @Test func beatsWhileNobodyLookedAreOne() {
        var watch = PushWatch(.seconds(60), from: Timestamp(seconds: 0))
        let beat = watch.miss(at: Timestamp(seconds: 1000))
        #expect(beat == PushWatch.Beat(time: Timestamp(seconds: 966), silence: .seconds(966), interval: .seconds(60)))
        #expect(watch.due == Timestamp(seconds: 1026))
        let early = watch.miss(at: Timestamp(seconds: 1025))
        #expect(early == nil)
    }

    @Test func nobodyWaitsForTheTimeBeforeTheClockWasSetBack() {
        let now = Timestamp(microseconds: 1_767_571_200_000_000)
        var watch = PushWatch(.seconds(60), from: now.advanced(by: .seconds(3600)))
        #expect(watch.miss(at: now) == nil)
        #expect(watch.due == now.advanced(by: .seconds(66)))
        let beat = watch.miss(at: now.advanced(by: .seconds(66)))
        #expect(beat?.silence == .seconds(66))
    }

    @Test func whoIsNewHasAnInterval() {
        var book = PushBook()
        let later = Timestamp(seconds: 3600)
        book.update([Self.job()], at: Timestamp(seconds: 0))
        book.update([Self.job(), Self.job("other", token: "other")], at: later)
        let first = book.missed(at: later)
        #expect(first.map(\.endpoint) == ["job"])
        // So has one that is to report more often.
        book.update([Self.job("other", token: "other", every: .seconds(10))], at: later)
        let early = book.missed(at: later.advanced(by: .seconds(11)))
        let due = book.missed(at: later.advanced(by: .seconds(12)))
        #expect(early.isEmpty && due.map(\.endpoint) == ["other"])
        book.update([], at: later)
        #expect(book.nextDue == nil)
    }

    /// A job of every day is missed however often Sonde is restarted.
    @Test(arguments: [
        ("a day's job", 86_400, 1000, 86_400 - 1000 + 8640), ("due long ago", 86_400, 200_000, 300 + 8640),
        ("a short interval", 60, 1000, 60 + 6),
    ])
    func whoReportedBeforeTheStartIsWaitedForFromThen(name: String, interval: Int, ago: Int, due: Int) async throws {
        let kit = try await PipelineKit([Self.job(every: .seconds(interval))], awaitsHistory: true)
        let start = kit.clock.now
        let heard = ProbeResult(endpoint: "job", timestamp: start.advanced(by: .seconds(-ago)), responseTime: .zero)
        var silent = heard
        silent.timestamp = start.advanced(by: .seconds(-1))
        silent.failure = ProbeFailure(.noReport, "Nothing was pushed.")
        await kit.pipeline.adopt(ReplayedHistory(detector: nil, newest: [heard, silent]), for: "job")
        #expect(await kit.pipeline.noteSilence() == start.advanced(by: .seconds(due)), "\(name)")
        // A report since the start counts before all that.
        _ = await kit.pipeline.push(PushReport(), token: Self.token)
        await kit.pipeline.adopt(ReplayedHistory(detector: nil, newest: [heard]), for: "job")
        let next = start.advanced(by: .seconds(interval) + max(.seconds(2), .seconds(interval) * 0.1))
        #expect(await kit.pipeline.noteSilence() == next)
        try await kit.finish()
    }

    // MARK: Reports

    @Test func theSendersWordsAreTheReason() async throws {
        let kit = try await PipelineKit([Self.job()])
        _ = await kit.pipeline.push(PushReport(isSuccess: false, error: "disk full"), token: Self.token)
        let incident = await opened(kit)
        #expect(incident?.reason == "It reported: disk full")
        try await kit.finish()
    }

    @Test func eachTokenIsOfOneEndpoint() {
        var book = PushBook()
        let jobs = (0..<100).map { Self.job("job \($0)", token: "token-\($0)") }
        book.update(jobs + [Endpoint(name: "orders", url: "http://127.0.0.1:1/")], at: Timestamp(seconds: 0))
        #expect((0..<100).allSatisfy { book.name(of: "token-\($0)") == "job \($0)" })
        for token in ["", "token-", "token-100", "token-1 ", "TOKEN-1"] { #expect(book.name(of: token) == nil) }
        book.update([Self.job("job 1", token: "changed")], at: Timestamp(seconds: 0))
        #expect(book.name(of: "token-1") == nil)
        #expect(book.name(of: "changed") == "job 1")
    }

    // MARK: Thresholds

    @Test(arguments: [
        ("", 1), ("incidents: {failure-threshold: 2}", 2), ("alerts: [{channel: chat}]", 1),
        ("alerts: [{channel: chat, failure-threshold: 4}]", 4),
    ])
    func thresholds(lines: String, threshold: Int) throws {
        func loaded(_ kind: String) throws -> Endpoint {
            let yaml = """
                alerting: {channels: [{name: chat, type: webhook, url: "http://127.0.0.1:1/"}]}
                endpoints:
                  - name: job
                    interval: 5m
                    \(kind)
                    \(lines)
                """
            return try configuration(yaml).endpoints[0]
        }
        let job = try loaded("type: push\n    token: \(Self.token)")
        #expect(job.incidents.failureThreshold == threshold)
        #expect(job.alerts.allSatisfy { $0.failureThreshold == nil })
        let orders = try loaded("url: http://127.0.0.1:1/")
        #expect(orders.incidents.failureThreshold == (threshold == 1 ? 3 : threshold))
    }
}
