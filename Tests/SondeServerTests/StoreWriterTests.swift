import Foundation
import SondeCore
import SondeTestSupport
import Synchronization
import Testing

@testable import SondeServer

/// A store that remembers what it commits, and fails or waits where the test says so.
private final class RecordingStore: BatchStore {
    private struct State {
        var attempts = 0
        var batches: [WriteBatch] = []
    }

    /// Yields after each commit.
    let committed: AsyncStream<Void>
    private let commits: AsyncStream<Void>.Continuation
    private let before: @Sendable (Int) async throws -> Void
    private let state = Mutex(State())

    /// - Parameter before: Runs before each commit with the number of the attempt, from 1.
    init(before: @escaping @Sendable (Int) async throws -> Void = { _ in }) {
        (committed, commits) = AsyncStream.makeStream(of: Void.self)
        self.before = before
    }

    var attempts: Int { state.withLock { $0.attempts } }
    var batches: [WriteBatch] { state.withLock { $0.batches } }
    /// The numbers of all committed results, in order.
    var rows: [Int] { batches.flatMap { $0.results.map(\.responseSize) } }

    func append(_ batch: WriteBatch) async throws {
        let attempt = state.withLock { state in
            state.attempts += 1
            return state.attempts
        }
        try await before(attempt)
        state.withLock { $0.batches.append(batch) }
        commits.yield()
    }

    func waitForCommits(_ count: Int) async {
        guard count > 0 else { return }
        var seen = 0
        for await _ in committed {
            seen += 1
            if seen == count { return }
        }
    }
}

@Suite(.timeLimit(.minutes(1))) struct StoreWriterTests {
    private static let always = Timestamp(microseconds: 0)..<Timestamp(microseconds: .max)
    private static let away = StoreError.unavailable("The disk that holds test.db is full; free some space on it.")
    private let orders = Endpoint(name: "orders", url: "http://127.0.0.1:1/")
    private let hub = EventHub()

    private func writer(_ store: any BatchStore, capacity: Int = 200_000) -> StoreWriter {
        StoreWriter(store: store, capacity: capacity, troubles: Troubles(hub: hub))
    }

    /// A result that carries its number.
    private func row(_ number: Int) -> ProbeResult {
        ProbeResult(
            endpoint: "orders", timestamp: Timestamp(microseconds: 1_767_571_200_000_000 + Int64(number)),
            responseTime: .milliseconds(80), statusCode: 200, responseSize: number)
    }

    private func incident(closedAt: Timestamp? = nil) -> Incident {
        Incident(
            id: "orders-1", endpoint: "orders", kind: .failure, severity: .critical,
            openedAt: Timestamp(microseconds: 1_767_571_200_000_000), closedAt: closedAt, reason: "refused")
    }

    private func isTrouble(_ event: LiveEvent) -> String? {
        if case .trouble(let sentence) = event { return sentence }
        return nil
    }

    private func isRecovery(_ event: LiveEvent) -> String? {
        if case .recovered(let sentence) = event { return sentence }
        return nil
    }

    // MARK: Groups

    @Test func rowsAreCommittedInGroups() async throws {
        let kit = try await PipelineKit([orders])
        for _ in 0..<500 { await kit.pipeline.ingest(await kit.result("orders")) }
        try await kit.finish()
        #expect(kit.passage.commits.reduce(0, +) == 500)
        #expect(kit.passage.commits.count < 100, "\(kit.passage.commits)")
        #expect(kit.passage.commits.allSatisfy { $0 <= StoreWriter.rowsPerCommit })
    }

    @Test func aGroupHasABound() async throws {
        let store = RecordingStore()
        let writer = writer(store)
        let group = StoreWriter.rowsPerCommit
        let count = 2 * group + 500
        for number in 0..<count { writer.enqueue(WriteBatch(results: [row(number)])) }
        #expect(writer.depth.queued == count)
        async let running: Void = writer.run()
        await store.waitForCommits(2)
        writer.finish()
        try await running
        #expect(store.batches.map(\.results.count) == [group, group, 500])
        #expect(store.rows == Array(0..<count))
        #expect(writer.depth == (queued: 0, dropped: 0))
    }

    @Test func whatIsLeftOfAGroupNeedsNoFurtherEvent() async throws {
        let store = RecordingStore()
        let writer = writer(store)
        let count = 2 * StoreWriter.rowsPerCommit + 500
        for number in 0..<count { writer.enqueue(WriteBatch(results: [row(number)])) }
        async let running: Void = writer.run()
        await store.waitForCommits(2)
        await store.waitForCommits(1)
        writer.finish()
        try await running
        #expect(store.rows == Array(0..<count))
    }

    @Test func aSingleRowNeedsNoFurtherEvent() async throws {
        let store = RecordingStore()
        let writer = writer(store)
        async let running: Void = writer.run()
        writer.enqueue(WriteBatch(results: [row(1)]))
        await store.waitForCommits(1)
        #expect(store.rows == [1])
        writer.finish()
        try await running
    }

    @Test func aFullGroupDoesNotWaitForTheWindow() async throws {
        let isCommitting = Gate()
        let store = RecordingStore { attempt in
            if attempt == 1 { try await isCommitting.pass() }
        }
        let writer = writer(store)
        async let running: Void = writer.run()
        for number in 0..<1000 { writer.enqueue(WriteBatch(results: [row(number)])) }
        await isCommitting.waitForArrival()
        // What arrives during a commit is for the next one.
        for number in 1000..<1010 { writer.enqueue(WriteBatch(results: [row(number)])) }
        #expect(writer.depth.queued == 1010)
        isCommitting.open()
        await store.waitForCommits(2)
        #expect(store.batches.map(\.results.count).reduce(0, +) == 1010)
        #expect(store.rows == Array(0..<1010))
        writer.finish()
        try await running
    }

    // MARK: Faults

    @Test func aStoreFaultIsOneTroubleAndLosesNothing() async throws {
        let kit = try await PipelineKit([orders])
        kit.passage.set(Self.away)
        for _ in 0..<10 { await kit.pipeline.ingest(await kit.result("orders")) }
        let trouble = await kit.first(isTrouble)
        #expect(
            trouble
                == "Measurements cannot be stored: The disk that holds test.db is full; free some space on it.")
        #expect(await kit.pipeline.health().troubles == [trouble])
        // The target is not to blame.
        #expect(await kit.pipeline.status(of: "orders")?.state == .up)
        kit.passage.set(nil)
        #expect(await kit.first(isRecovery) == "Measurements are stored again.")
        try await kit.finish()
        #expect(try await kit.store.results(for: "orders", in: Self.always, limit: 99).count == 10)
        #expect(await kit.pipeline.health().troubles.isEmpty)
    }

    @Test func aFaultIsToldOnceHoweverOftenItIsTried() async throws {
        let store = RecordingStore { attempt in
            if attempt <= 3 { throw Self.away }
        }
        let writer = writer(store)
        let events = hub.events(of: nil)
        async let running: Void = writer.run()
        writer.enqueue(WriteBatch(results: [row(1)]))
        await store.waitForCommits(1)
        writer.enqueue(WriteBatch(results: [row(2)]))
        await store.waitForCommits(1)
        writer.finish()
        try await running
        #expect(store.attempts == 5)
        #expect(store.rows == [1, 2])
        hub.publish(.reloaded(endpoints: 0))
        var told: [String] = []
        for await event in events {
            if case .reloaded = event { break }
            if let sentence = isTrouble(event) ?? isRecovery(event) { told.append(sentence) }
        }
        #expect(told == ["Measurements cannot be stored: \(Self.away)", "Measurements are stored again."])
    }

    @Test func arrivalsDoNotShortenThePauseBetweenTries() async throws {
        let events = hub.events(of: nil)
        let tries = Mutex<[ContinuousClock.Instant]>([])
        let store = RecordingStore { attempt in
            tries.withLock { $0.append(.now) }
            if attempt == 1 { throw Self.away }
        }
        let writer = writer(store)
        async let running: Void = writer.run()
        for number in 0..<2500 { writer.enqueue(WriteBatch(results: [row(number)])) }
        for await event in events where isTrouble(event) != nil { break }
        for number in 2500..<2600 {
            writer.enqueue(WriteBatch(results: [row(number)]))
            await Task.yield()
        }
        await store.waitForCommits(1)
        // A machine that is slow makes the pause longer and never shorter.
        let times = tries.withLock(\.self)
        #expect(times[0].duration(to: times[1]) >= .milliseconds(250))
        writer.finish()
        try await running
        #expect(store.rows == Array(0..<2600))
    }

    @Test func aFullQueueCountsWhatItDropsAndKeepsIncidents() async throws {
        let kit = try await PipelineKit([orders], capacity: 50)
        kit.passage.set(.unavailable("away"))
        let refused = ProbeFailure(.refused, "Connection refused by 127.0.0.1:1.")
        for _ in 0..<100 { await kit.pipeline.ingest(await kit.result("orders")) }
        for _ in 0..<3 { await kit.pipeline.ingest(await kit.result("orders", failure: refused)) }
        let health = await kit.pipeline.health()
        #expect(health.droppedRows == 53)
        #expect(health.troubles.contains { $0.contains("no longer fit") })
        kit.passage.set(nil)
        #expect(await kit.first(isRecovery) != nil)
        try await kit.finish()
        #expect(try await kit.store.openIncidents().count == 1)
        #expect(try await kit.store.results(for: "orders", in: Self.always, limit: 99).count == 50)
    }

    @Test func rowsUnderWayCountForTheCapacity() async throws {
        let commit = Gate()
        let store = RecordingStore { attempt in
            if attempt == 1 { try await commit.pass() }
        }
        let writer = writer(store, capacity: 10)
        async let running: Void = writer.run()
        for number in 0..<8 { writer.enqueue(WriteBatch(results: [row(number)])) }
        await commit.waitForArrival()
        for number in 8..<20 { writer.enqueue(WriteBatch(results: [row(number)])) }
        writer.enqueue(WriteBatch(results: [row(20)], incidents: [incident()]))
        #expect(writer.depth == (queued: 10, dropped: 11))
        commit.open()
        writer.finish()
        try await running
        #expect(store.rows == Array(0..<10))
        #expect(store.batches.flatMap(\.incidents) == [incident()])
    }

    // MARK: The end

    @Test func rowsGivenBackAtCancellationAreFlushed() async throws {
        let never = Gate()
        let store = RecordingStore { attempt in
            // A store whose task is cancelled in the middle of a commit rolls it back and says so.
            if attempt == 1 { try await never.pass() }
        }
        let writer = writer(store)
        let running = Task { try await writer.run() }
        let opened = IncidentState(failuresInARow: 3, openIncident: "orders-1")
        writer.enqueue(
            WriteBatch(results: [row(1)], incidents: [incident()], incidentStates: ["orders": opened]))
        await never.waitForArrival()
        let closed = incident(closedAt: Timestamp(microseconds: 1_767_571_300_000_000))
        writer.enqueue(
            WriteBatch(
                results: [row(2)], incidents: [closed], incidentStates: ["orders": IncidentState?.none]))
        running.cancel()
        try await running.value
        #expect(store.rows == [1, 2])
        let batch = try #require(store.batches.first)
        #expect(store.batches.count == 1)
        // In the order in which they were queued, and of the state the newer one.
        #expect(batch.incidents == [incident(), closed])
        #expect(batch.incidentStates == ["orders": IncidentState?.none])
        #expect(writer.depth == (queued: 0, dropped: 0))
    }

    @Test func theEndBetweenTwoTriesFlushesToo() async throws {
        let failed = Gate()
        failed.open()
        let store = RecordingStore { attempt in
            guard attempt == 1 else { return }
            try await failed.pass()
            throw Self.away
        }
        let writer = writer(store)
        async let running: Void = writer.run()
        writer.enqueue(WriteBatch(results: [row(1)]))
        await failed.waitForArrival()
        writer.finish()
        try await running
        #expect(store.rows == [1])
        #expect(writer.depth == (queued: 0, dropped: 0))
    }

    @Test func detectorStatesAreCommittedAHundredAtATimeAfterTheResults() async throws {
        let store = RecordingStore()
        let writer = writer(store)
        let state = DetectorState(savedAt: Timestamp(microseconds: 1), bytes: [1])
        for number in 0..<450 {
            writer.enqueue(WriteBatch(detectorStates: ["api-\(number)": number % 9 == 0 ? nil : state]))
        }
        let group = StoreWriter.rowsPerCommit
        let count = 2 * group + 500
        for number in 0..<count { writer.enqueue(WriteBatch(results: [row(number)])) }
        writer.finish()
        try await writer.run()
        #expect(store.rows == Array(0..<count))
        #expect(store.batches.map(\.results.count) == [group, group, 500, 0, 0, 0, 0])
        #expect(store.batches.map(\.detectorStates.count) == [0, 0, 100, 100, 100, 100, 50])
        let stored = store.batches.reduce(into: [:]) { $0.merge($1.detectorStates) { _, new in new } }
        #expect(stored.count == 450)
        #expect(stored.values.count { $0 == nil } == 50)
    }

    /// A store that does not answer takes nothing any more, and what is left goes where it has its spool.
    @Test(arguments: [1, 2, 3])
    func aStoreThatDoesNotAnswerDoesNotHoldUpTheEnd(hangingFrom first: Int) async throws {
        let (hanging, slow) = (Gate(), Gate())
        let began = AsyncStream.makeStream(of: Void.self)
        let isSpooling = Mutex(false)
        let store = RecordingStore { attempt in
            if isSpooling.withLock({ $0 }) { return }
            if attempt == 1 { began.continuation.yield() }
            if attempt < first { return try await slow.pass() }
            // As a connection does that hangs, it does not notice that nobody waits.
            try await Task { try await hanging.pass() }.value
        }
        let writer = StoreWriter(
            store: store, troubles: Troubles(hub: hub), spill: { isSpooling.withLock { $0 = true } })
        async let running: Void = writer.run()
        writer.enqueue(WriteBatch(results: [row(1)]))
        for await _ in began.stream { break }
        // More than go into one commit.
        let state = DetectorState(savedAt: Timestamp(microseconds: 1), bytes: [1])
        for number in 0..<150 { writer.enqueue(WriteBatch(detectorStates: ["api-\(number)": state])) }
        writer.finish()
        slow.open()
        try await running
        #expect(store.rows == [1])
        #expect(Set(store.batches.flatMap(\.detectorStates.keys)).count == 150)
        #expect(writer.depth == (queued: 0, dropped: 0))
        hanging.open()
    }

    /// Another service failed, which cancels the writer.
    @Test func aStoreThatDoesNotAnswerDoesNotHoldUpAnEarlyEnd() async throws {
        let hanging = Gate()
        let isSpooling = Mutex(false)
        let store = RecordingStore { _ in
            if !isSpooling.withLock({ $0 }) { try await Task { try await hanging.pass() }.value }
        }
        let writer = StoreWriter(
            store: store, troubles: Troubles(hub: hub), spill: { isSpooling.withLock { $0 = true } })
        writer.enqueue(WriteBatch(results: [row(1)]))
        let running = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await writer.run()
        }
        try await running.value
        #expect(store.rows == [1])
        hanging.open()
    }

    @Test func theFlushGoesOnAsLongAsItSucceeds() {
        let start = ContinuousClock.now
        #expect(FlushLimit(at: start, hasSpool: false).mayGoOn(at: start + .seconds(4)))
        var limit = FlushLimit(at: start, hasSpool: true)
        #expect(limit.mayGoOn(at: start + .seconds(1)))
        #expect(!limit.mayGoOn(at: start + .seconds(2)))
        limit.succeeded(at: start + .seconds(7))
        #expect(limit.mayGoOn(at: start + .seconds(8)))
        limit.succeeded(at: start + .seconds(11))
        #expect(!limit.mayGoOn(at: start + .seconds(12)))
    }
}
