import ServiceLifecycle
import SondeCore
import SondeDetection
import SondeTestSupport
import Testing

@testable import SondeServer

/// Forests are trained one after the other: when a second endpoint is learned, what was due before it is done.
@Suite(.timeLimit(.minutes(1))) struct TrainingServiceTests {
    private let orders = Endpoint(name: "orders", url: "http://127.0.0.1:1/")
    private let after = Endpoint(name: "after", url: "http://127.0.0.1:1/")
    private let log = LogRecord()

    private func probe(_ kit: PipelineKit, _ endpoint: String, _ count: Int) async {
        for number in 0..<count {
            await kit.pipeline.ingest(await kit.result(endpoint, milliseconds: 100 + number % 7))
        }
    }

    private func train(_ kit: PipelineKit) -> RunningServices {
        RunningServices(TrainingService(pipeline: kit.pipeline, logger: log.logger))
    }

    /// Waits until `endpoint` is learned; returns all that were learned up to then.
    private func learned(_ kit: PipelineKit, until endpoint: String) async -> [String] {
        var names: [String] = []
        for await event in kit.events {
            guard case .learned(let name) = event else { continue }
            names.append(name)
            if name == endpoint { break }
        }
        return names
    }

    private func trainedAt(_ kit: PipelineKit, _ endpoint: String = "orders") async throws -> Timestamp? {
        guard case .learned(let time) = try #require(await kit.pipeline.status(of: endpoint)).learning else {
            return nil
        }
        return time
    }

    @Test func sixtyProbesAreLearnedAndToldOnce() async throws {
        let kit = try await PipelineKit([orders, after])
        let services = train(kit)
        await probe(kit, "orders", 59)
        await probe(kit, "after", 60)
        // Fifty-nine were too few, or it would have been learned first.
        #expect(await learned(kit, until: "after") == ["after"])
        #expect(await kit.pipeline.status(of: "orders")?.learning == .learning(points: 59, needed: 60))
        await probe(kit, "orders", 1)
        #expect(await learned(kit, until: "orders") == ["orders"])
        #expect(try await trainedAt(kit) != nil)
        try await services.stop()
        try await kit.finish()
    }

    @Test func aSecondForestReplacesTheFirstInSilence() async throws {
        let kit = try await PipelineKit([orders, after])
        let services = train(kit)
        await probe(kit, "orders", 60)
        #expect(await learned(kit, until: "orders") == ["orders"])
        // The clock stands still since the sixtieth probe.
        let first = try #require(try await trainedAt(kit))
        #expect(first == kit.clock.now)
        // 50 points were trained on; at 100, with the ten that fill the first window, a second forest is due.
        await probe(kit, "orders", 50)
        await probe(kit, "after", 60)
        #expect(await learned(kit, until: "after") == ["after"])
        let second = try #require(try await trainedAt(kit))
        #expect(second >= first.advanced(by: .seconds(50 * 15 - 15)))
        #expect(log.lines.isEmpty)
        try await services.stop()
        try await kit.finish()
    }

    @Test func anEndpointRemovedBeforeItsTrainingIsPassedOver() async throws {
        let kit = try await PipelineKit([orders, after])
        await probe(kit, "orders", 60)
        await kit.pipeline.update([after], awaitsHistory: false)
        await probe(kit, "after", 60)
        let services = train(kit)
        #expect(await learned(kit, until: "after") == ["after"])
        #expect(await kit.pipeline.status(of: "orders") == nil)
        #expect(log.lines.isEmpty)
        try await services.stop()
        try await kit.finish()
    }

    @Test func anEndpointRemovedDuringItsTrainingDoesNotComeBack() async throws {
        let kit = try await PipelineKit([orders, after])
        await probe(kit, "orders", 60)
        let (endpoint, set) = try #require(await kit.pipeline.nextTraining())
        #expect(endpoint == "orders")
        await kit.pipeline.update([after], awaitsHistory: false)
        await kit.pipeline.install(try set.train(for: endpoint), for: endpoint)
        await kit.pipeline.abandonTraining(of: endpoint)
        #expect(await kit.pipeline.statuses().map(\.name) == ["after"])
        await probe(kit, "after", 60)
        let services = train(kit)
        #expect(await learned(kit, until: "after") == ["after"])
        try await services.stop()
        try await kit.finish()
    }

    @Test func aForestOfTheOldTargetIsNotUsedForTheNew() async throws {
        let kit = try await PipelineKit([orders])
        await probe(kit, "orders", 60)
        let (endpoint, set) = try #require(await kit.pipeline.nextTraining())
        await kit.pipeline.update([Endpoint(name: "orders", url: "http://127.0.0.1:2/")], awaitsHistory: false)
        await kit.pipeline.install(try set.train(for: endpoint), for: endpoint)
        let learning = await kit.pipeline.status(of: "orders")?.learning
        #expect(learning == .learning(points: 0, needed: 60))
        try await kit.finish()
    }

    @Test func endsWhileNothingIsDue() async throws {
        let kit = try await PipelineKit([after])
        let services = train(kit)
        await probe(kit, "after", 60)
        _ = await learned(kit, until: "after")
        try await services.stop()
        try await kit.finish()
    }
}
