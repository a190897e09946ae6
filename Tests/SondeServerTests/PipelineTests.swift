import Foundation
import SondeCore
import SondeDetection
import SondeTestSupport
import Testing

@testable import SondeServer

@Suite(.timeLimit(.minutes(1))) struct PipelineTests {
    private static let always = Timestamp(microseconds: 0)..<Timestamp(microseconds: .max)
    private static let refused = ProbeFailure(.refused, "Connection refused by 127.0.0.1:1.")
    private let orders = Endpoint(name: "orders", url: "http://127.0.0.1:1/")

    @Test func aResultAndWhatFollowsFromItAreStored() async throws {
        let kit = try await PipelineKit([orders])
        for _ in 0..<2 { await kit.pipeline.ingest(await kit.result("orders")) }
        for _ in 0..<3 { await kit.pipeline.ingest(await kit.result("orders", failure: Self.refused)) }
        #expect(await kit.pipeline.status(of: "orders")?.state == .down)
        for _ in 0..<5 { await kit.pipeline.ingest(await kit.result("orders")) }
        try await kit.finish()
        #expect(try await kit.store.results(for: "orders", in: Self.always, limit: 99).count == 10)
        let incidents = try await kit.store.incidents(for: "orders", in: Self.always, limit: 9)
        #expect(incidents.map(\.kind) == [.failure])
        #expect(incidents.first?.closedAt != nil)
        // What is left is how flapping would be known.
        let opened = try #require(incidents.first?.openedAt)
        #expect(try await kit.store.incidentStates() == ["orders": IncidentState(openings: [opened])])
        let status = try #require(await kit.pipeline.status(of: "orders"))
        #expect(status.state == .up)
        #expect(status.counts24h == ProbeCounts(total: 10, failures: 3))
        #expect(status.recent.count == 10)
    }

    @Test func observingOpensNothing() async throws {
        var observed = orders
        observed.anomaly.mode = .observe
        let kit = try await PipelineKit([observed])
        for _ in 0..<5 { await kit.pipeline.ingest(await kit.result("orders", failure: Self.refused)) }
        #expect(await kit.pipeline.status(of: "orders")?.state == .down)
        try await kit.finish()
        #expect(try await kit.store.incidents(for: "orders", in: Self.always, limit: 9).isEmpty)
        #expect(try await kit.store.incidentStates().isEmpty)
    }

    @Test func whatIsOpenWhenObservingBeginsStillEnds() async throws {
        let kit = try await PipelineKit([orders])
        for _ in 0..<3 { await kit.pipeline.ingest(await kit.result("orders", failure: Self.refused)) }
        var observed = orders
        observed.anomaly.mode = .observe
        await kit.pipeline.update([observed], awaitsHistory: false)
        for _ in 0..<5 { await kit.pipeline.ingest(await kit.result("orders")) }
        try await kit.finish()
        let incidents = try await kit.store.incidents(for: "orders", in: Self.always, limit: 9)
        #expect(incidents.map { $0.closedAt != nil } == [true])
    }

    @Test func aSlowAPIOpensAnIncidentWithItsReason() async throws {
        let kit = try await PipelineKit([orders])
        for number in 0..<200 {
            await kit.pipeline.ingest(await kit.result("orders", milliseconds: 100 + number % 7))
        }
        for _ in 0..<5 { await kit.pipeline.ingest(await kit.result("orders", milliseconds: 900)) }
        try await kit.finish()
        let incident = try #require(try await kit.store.incidents(for: "orders", in: Self.always, limit: 9).first)
        #expect(incident.kind == .anomaly)
        #expect(incident.reason.hasPrefix("response time 900 ms, 8.7 times its usual for "), "\(incident.reason)")
    }

    @Test func anomaliesAreMarkedOnceLearned() async throws {
        let kit = try await PipelineKit([orders])
        for number in 0..<200 {
            await kit.pipeline.ingest(await kit.result("orders", milliseconds: 100 + number % 7))
        }
        let learned = await kit.first { event -> String? in
            if case .learned(let endpoint) = event { return endpoint }
            return nil
        }
        #expect(learned == "orders")
        await kit.pipeline.ingest(await kit.result("orders", milliseconds: 5000))
        try await kit.finish()
        let newest = try #require(try await kit.store.anomalies(for: "orders", in: Self.always, limit: 1).first)
        #expect(newest.responseTime == .seconds(5))
        #expect(newest.score < 0)
        #expect(!newest.reasons.isEmpty)
    }

    @Test func aStateInTheMiddleSurvivesARestart() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sonde-pipe-\(UUID().uuidString)")
        let first = try await PipelineKit([orders], folder: folder)
        for _ in 0..<2 { await first.pipeline.ingest(await first.result("orders", failure: Self.refused)) }
        try await first.finish()
        let second = try await PipelineKit([orders], folder: folder)
        await second.pipeline.ingest(await second.result("orders", failure: Self.refused))
        let opened = await second.first { event -> Incident? in
            if case .opened(let incident) = event { return incident }
            return nil
        }
        #expect(opened?.reason == "3 probes in a row failed: Connection refused by 127.0.0.1:1.")
        try await second.finish()
    }

    @Test func theIncidentOfARemovedEndpointEnds() async throws {
        let kit = try await PipelineKit([orders])
        for _ in 0..<3 { await kit.pipeline.ingest(await kit.result("orders", failure: Self.refused)) }
        await kit.pipeline.update([Endpoint(name: "other", url: "http://127.0.0.1:1/")], awaitsHistory: false)
        try await kit.finish()
        #expect(try await kit.store.openIncidents().isEmpty)
        #expect(await kit.pipeline.statuses().map(\.name) == ["other"])
    }

    @Test func theHistoryIsLearnedAfterARestart() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sonde-pipe-\(UUID().uuidString)")
        let first = try await PipelineKit([orders], folder: folder)
        for number in 0..<300 {
            await first.pipeline.ingest(await first.result("orders", milliseconds: 90 + number % 20))
        }
        let end = first.clock.now
        try await first.finish()
        let history = try await ReplayedHistory.replay(orders, from: first.store, until: end)
        #expect(history.newest.count == 60)
        #expect(history.detector?.judgesProbes == true)
        let second = try await PipelineKit([orders], folder: folder, awaitsHistory: true)
        await second.pipeline.ingest(await second.result("orders"))
        await second.pipeline.adopt(history, for: "orders")
        await second.pipeline.ingest(await second.result("orders"))
        #expect(await second.pipeline.status(of: "orders")?.lastVerdict?.score != nil)
        #expect(await second.pipeline.status(of: "orders")?.recent.count == 60)
        try await second.finish()
    }

    /// Until the history has been learned, that nothing is told says nothing: the incident may well go on.
    @Test(arguments: [Incident.Kind.anomaly, .failure])
    func whoKnowsNothingYetEndsNoIncidentOfAnother(kind: Incident.Kind) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sonde-pipe-\(UUID().uuidString)")
        let first = try await PipelineKit([orders], folder: folder)
        let incident = Incident(
            id: "i", endpoint: "orders", kind: kind, severity: .high, openedAt: first.clock.now, reason: "slow")
        try await first.store.append(
            WriteBatch(incidents: [incident], incidentStates: ["orders": IncidentState(openIncident: "i")]))
        let second = try await PipelineKit([orders], folder: folder, awaitsHistory: true)
        for _ in 0..<20 { await second.pipeline.ingest(await second.result("orders")) }
        let isOpen = await second.pipeline.status(of: "orders")?.openIncident != nil
        #expect(isOpen == (kind == .anomaly))
        let history = ReplayedHistory(detector: AnomalyDetector(orders), newest: [])
        await second.pipeline.adopt(history, for: "orders")
        for _ in 0..<5 { await second.pipeline.ingest(await second.result("orders")) }
        #expect(await second.pipeline.status(of: "orders")?.openIncident == nil)
        try await second.finish()
        try await first.finish()
    }

    @Test func theHistoryOfAnotherTargetIsNotAdopted() async throws {
        let kit = try await PipelineKit([orders], awaitsHistory: true)
        var detector = AnomalyDetector(orders)
        for _ in 0..<30 { _ = detector.judge(await kit.result("orders")) }
        let history = ReplayedHistory(detector: detector, newest: [])
        await kit.pipeline.update([Endpoint(name: "orders", url: "http://127.0.0.1:2/")], awaitsHistory: false)
        await kit.pipeline.adopt(history, for: "orders")
        #expect(await kit.pipeline.status(of: "orders")?.learning == .learning(share: 0))
        try await kit.finish()
    }

    @Test func resultsOfUnknownEndpointsAreStoredAndNotJudged() async throws {
        let kit = try await PipelineKit([orders])
        await kit.pipeline.ingest(await kit.result("removed"))
        try await kit.finish()
        #expect(try await kit.store.results(for: "removed", in: Self.always, limit: 9).count == 1)
        #expect(await kit.pipeline.status(of: "removed") == nil)
    }
}
