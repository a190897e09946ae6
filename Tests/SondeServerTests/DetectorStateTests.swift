import Foundation
import SondeCore
import SondeDetection
import SondeTestSupport
import Testing

@testable import SondeServer

/// What was learned is there after a restart, without reading the history.
@Suite(.timeLimit(.minutes(1))) struct DetectorStateTests {
    private let orders = Endpoint(name: "orders", url: "http://127.0.0.1:1/")

    private func folder() -> URL {
        FileManager.default.temporaryDirectory.appendingPathComponent("sonde-state-\(UUID().uuidString)")
    }

    private func probe(_ kit: PipelineKit, _ count: Int) async {
        for number in 0..<count {
            await kit.pipeline.ingest(await kit.result("orders", milliseconds: 100 + number % 7))
        }
    }

    @Test func anOrderlyEndSavesAllAndARestartGoesOn() async throws {
        let folder = folder()
        let first = try await PipelineKit([orders], folder: folder)
        await probe(first, 300)
        let learned = await first.pipeline.status(of: "orders")?.learning
        await first.pipeline.saveDetectors()
        let end = first.clock.now
        try await first.finish()
        let state = try #require(try await first.store.detectorState(of: "orders"))
        #expect(state.savedAt == end || state.savedAt < end)
        let second = try await PipelineKit([orders], folder: folder)
        #expect(await second.pipeline.status(of: "orders")?.learning == learned)
        try await second.finish()
    }

    /// Of a Sonde that crashes, no more than a quarter of an hour is not saved.
    @Test func statesAreSavedNowAndThen() async throws {
        let kit = try await PipelineKit([orders])
        await probe(kit, 61)
        try await kit.finish()
        let state = try #require(try await kit.store.detectorState(of: "orders"))
        #expect(state.savedAt.duration(to: kit.clock.now) <= .seconds(915))
    }

    @Test func onlyWhatCameAfterItIsReplayed() async throws {
        let kit = try await PipelineKit([orders])
        await probe(kit, 200)
        await kit.pipeline.saveDetectors()
        await probe(kit, 20)
        try await kit.finish()
        let saved = try #require(try await kit.store.detectorState(of: "orders"))
        let end = kit.clock.now.advanced(by: .seconds(1))
        let replayed = try await ReplayedHistory.replay(
            orders, savedAt: saved.savedAt, from: kit.store, until: end)
        let status = try #require(await kit.pipeline.status(of: "orders"))
        #expect(replayed.detector?.learning == status.learning)
        #expect(replayed.newest.count == EndpointMonitor.recentCount)
        #expect(replayed.newest.last?.timestamp == status.last?.timestamp)
        // A state of another target is of no use: everything is replayed.
        var moved = orders
        moved.url = "http://127.0.0.1:2/"
        let anew = try await ReplayedHistory.replay(moved, savedAt: saved.savedAt, from: kit.store, until: end)
        #expect(anew.detector?.learning == status.learning)
    }

    @Test func theStateOfARemovedEndpointIsForgotten() async throws {
        let kit = try await PipelineKit([orders])
        await probe(kit, 3)
        await kit.pipeline.saveDetectors()
        await kit.pipeline.update([Endpoint(name: "other", url: "http://127.0.0.1:1/")], awaitsHistory: false)
        try await kit.finish()
        #expect(try await kit.store.detectorStates { $1 }.isEmpty)
    }

    /// Until the stored history has been learned there is nothing worth saving.
    @Test func whatAwaitsHistoryIsNotSaved() async throws {
        let kit = try await PipelineKit([orders], awaitsHistory: true)
        await probe(kit, 100)
        await kit.pipeline.saveDetectors()
        try await kit.finish()
        #expect(try await kit.store.detectorStates { $1 }.isEmpty)
    }
}
