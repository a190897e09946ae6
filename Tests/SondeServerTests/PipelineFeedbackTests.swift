import Foundation
import SondeCore
import SondeDetection
import SondeTestSupport
import Testing

@testable import SondeServer

/// What a person calls no fault, in the pipeline and over a restart.
@Suite(.timeLimit(.minutes(1))) struct PipelineFeedbackTests {
    private static let always = Timestamp(microseconds: 0)..<Timestamp(microseconds: .max)
    private static let refused = ProbeFailure(.refused, "Connection refused by 127.0.0.1:1.")
    private let orders = Endpoint(name: "orders", url: "http://127.0.0.1:1/")

    private func failures(_ kit: PipelineKit, _ count: Int) async {
        for _ in 0..<count { await kit.pipeline.ingest(await kit.result("orders", failure: Self.refused)) }
    }

    private func good(_ kit: PipelineKit, _ count: Int) async {
        for _ in 0..<count { await kit.pipeline.ingest(await kit.result("orders")) }
    }

    private func open(_ kit: PipelineKit) async -> Incident? {
        await kit.pipeline.status(of: "orders")?.openIncident
    }

    @Test func anOpenIncidentIsOverAndTheNextOneLikeItIsNotTold() async throws {
        let kit = try await PipelineKit([orders])
        await failures(kit, 5)
        let incident = try #require(await open(kit))
        let excused = try #require(await kit.pipeline.excuse(incident.id, stored: nil, isFault: false))
        #expect(excused.closedAt != nil && excused.excusedAt != nil)
        #expect(await open(kit) == nil)
        await good(kit, 30)
        await failures(kit, 5)
        #expect(await open(kit) == nil)
        await failures(kit, 1)
        #expect(await open(kit) != nil)
        try await kit.finish()
        #expect(try await kit.store.excusedIncidents().map(\.id) == [incident.id])
        #expect(try await kit.store.openIncidents().count == 1)
    }

    @Test func whatIsTakenBackCountsAgain() async throws {
        let kit = try await PipelineKit([orders])
        await failures(kit, 5)
        let incident = try #require(await open(kit))
        let excused = try #require(await kit.pipeline.excuse(incident.id, stored: nil, isFault: false))
        await good(kit, 30)
        let back = try #require(await kit.pipeline.excuse(incident.id, stored: excused, isFault: true))
        #expect(back.excusedAt == nil && back.closedAt == excused.closedAt)
        await failures(kit, 3)
        #expect(await open(kit) != nil)
        try await kit.finish()
        #expect(try await kit.store.excusedIncidents().isEmpty)
    }

    @Test func itIsKnownAfterARestart() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sonde-said-\(UUID().uuidString)")
        let first = try await PipelineKit([orders], folder: folder)
        await failures(first, 5)
        let incident = try #require(await open(first))
        _ = await first.pipeline.excuse(incident.id, stored: nil, isFault: false)
        try await first.finish()
        let second = try await PipelineKit([orders], folder: folder)
        await failures(second, 5)
        #expect(await open(second) == nil)
        await failures(second, 1)
        #expect(await open(second) != nil)
        try await second.finish()
    }

    /// Which says nothing of another target, whether it became one while Sonde ran or while it did not.
    @Test(arguments: [true, false])
    func ofAFormerTargetNothingCountsAfterTheNextStart(whileItRan: Bool) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sonde-moved-\(UUID().uuidString)")
        var moved = orders
        moved.url = "http://127.0.0.1:2/"
        let first = try await PipelineKit([orders], folder: folder)
        await failures(first, 5)
        let incident = try #require(await open(first))
        let excused = try #require(await first.pipeline.excuse(incident.id, stored: nil, isFault: false))
        await good(first, 1)
        if whileItRan { await first.pipeline.update([moved], excused: [excused], awaitsHistory: false) }
        await first.pipeline.saveDetectors()
        try await first.finish()
        var kits = [first]
        for start in 1...2 {
            let later = try await PipelineKit([moved], folder: folder)
            kits.append(later)
            await good(later, 50 * start)
            await failures(later, 5)
            #expect(await open(later) != nil)
            await good(later, 30)
            await later.pipeline.saveDetectors()
            try await later.finish()
            #expect(try await later.store.excusedIncidents().map(\.id) == [incident.id])
        }
    }

    /// What the store says may be from before the last commit.
    @Test func whatIsSaidTwiceAtOnceIsOfTheSameIncident() async throws {
        let kit = try await PipelineKit([orders])
        await failures(kit, 5)
        let asStored = try #require(await open(kit))
        let first = try #require(await kit.pipeline.excuse(asStored.id, stored: asStored, isFault: false))
        let second = try #require(await kit.pipeline.excuse(asStored.id, stored: asStored, isFault: false))
        let back = try #require(await kit.pipeline.excuse(asStored.id, stored: asStored, isFault: true))
        #expect(first.closedAt != nil && second.closedAt == first.closedAt && back.closedAt == first.closedAt)
        #expect(second.patterns == first.patterns)
        try await kit.finish()
        #expect(try await kit.store.openIncidents().isEmpty)
        #expect(try await kit.store.incident(asStored.id)?.excusedAt == nil)
    }

    @Test func allWhoWatchAreTold() async throws {
        let kit = try await PipelineKit([orders])
        await failures(kit, 4)
        let incident = try #require(await open(kit))
        _ = await kit.pipeline.excuse(incident.id, stored: nil, isFault: false)
        let told = await kit.first { event -> Incident? in
            guard case .excused(let incident) = event else { return nil }
            return incident
        }
        #expect(told?.id == incident.id)
        try await kit.finish()
    }

    @Test func whatIsUnknownOrNotWatchedIsRefused() async throws {
        let kit = try await PipelineKit([orders])
        #expect(await kit.pipeline.excuse("nothing", stored: nil, isFault: false) == nil)
        var stranger = Incident(
            id: "s", endpoint: "removed", kind: .failure, severity: .high, openedAt: kit.clock.now, reason: "r")
        stranger.patterns = [FaultPattern(kind: .failures, share: 0.2, extreme: 4)]
        #expect(await kit.pipeline.excuse("s", stored: stranger, isFault: false) == nil)
        stranger.endpoint = "orders"
        stranger.patterns = []
        #expect(await kit.pipeline.excuse("s", stored: stranger, isFault: false) == nil)
        try await kit.finish()
    }
}
