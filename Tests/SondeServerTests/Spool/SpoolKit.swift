import Foundation
import SondeCore
import SondeSQLite
import SondeTestSupport

@testable import SondeServer

/// A spooling store before a scripted one, both on real files, with its drain at work.
final class SpoolKit: Sendable {
    let clock = ManualClock()
    let base: ScriptedStore
    let spool: SQLiteSpool
    let troubles: Troubles
    let store: SpoolingStore
    let events: AsyncStream<LiveEvent>
    private let folder: StoreFolder
    private let draining: Task<Void, Never>

    /// - Parameters:
    ///   - folder: Where an earlier kit left its files.
    ///   - fault: Of the base at the start.
    init(
        in folder: StoreFolder? = nil, spool file: String = "spool.db", fault: StoreError? = nil,
        limits: SpoolLimits = SpoolLimits(), before: (SpoolKit.Scene) async throws -> Void = { _ in }
    ) async throws {
        let folder = try folder ?? StoreFolder()
        self.folder = folder
        let base = ScriptedStore(try SQLiteStore(path: folder.file))
        let spool = try SQLiteSpool(path: folder.url.appendingPathComponent(file).path, limits: limits)
        try await before(Scene(base: base, spool: spool))
        base.set(fault: fault)
        let hub = EventHub()
        let (troubles, clock) = (Troubles(hub: hub), clock)
        events = hub.events(of: nil)
        let store = SpoolingStore(
            base, spool: spool, name: "PostgreSQL", place: "sonde@db:5432/sonde", clock: clock, troubles: troubles)
        (self.base, self.spool, self.troubles, self.store) = (base, spool, troubles, store)
        try await store.start()
        draining = Task { try? await store.drain() }
    }

    /// What there is before the start.
    struct Scene {
        let base: ScriptedStore
        let spool: SQLiteSpool
    }

    deinit {
        draining.cancel()
    }

    /// Ends the drain and closes the files, as an orderly end of Sonde does.
    func stop() async throws -> StoreFolder {
        draining.cancel()
        await draining.value
        try await store.close()
        return folder
    }

    /// The spool's files as they are at this moment, as after `kill -9`; returns the folder and the name.
    func copyOfSpool() throws -> String {
        for ending in ["", "-wal"] where FileManager.default.fileExists(atPath: spool.path + ending) {
            try FileManager.default.copyItem(
                atPath: spool.path + ending,
                toPath: folder.url.appendingPathComponent("crashed.db" + ending).path)
        }
        return "crashed.db"
    }

    /// Lets the drain try again, which sleeps until then.
    func tryAgain() async throws {
        // An append that is under way must not run out of a time that passes faster than it can.
        await base.waitUntilIdle()
        try await clock.waitForSleepers(1)
        await clock.advance(by: .seconds(5))
    }

    /// Lets the store come back; returns when everything was brought over.
    func comeBack() async throws {
        base.set(fault: nil)
        try await whileTimePasses { try await store.waitForStore() }
    }

    /// Lets time pass for a drain that may sleep, or be about to, or not sleep any more.
    func whileTimePasses(_ body: () async throws -> Void) async throws {
        let nudging = Task { while !Task.isCancelled { try await tryAgain() } }
        defer { nudging.cancel() }
        try await body()
    }

    /// Lets the drain, which fails all the while, try until something is so.
    func tryAgain(until isDone: () -> Bool) async throws {
        while !isDone() { try await tryAgain() }
    }

    /// Troubles and recoveries told so far, up to the first recovery whose sentence has this in it.
    func told(until text: String) async -> [String] {
        var told: [String] = []
        for await event in events {
            switch event {
            case .trouble(let sentence): told.append("trouble: \(sentence)")
            case .recovered(let sentence):
                told.append("recovered: \(sentence)")
                if sentence.contains(text) { return told }
            default: break
            }
        }
        return told
    }

    /// The sizes of the results in the base, by which tests number them, in the order of time.
    func storedRows() async throws -> [Int] {
        try await base.results(for: "orders", in: Self.always, limit: .max).map(\.responseSize)
    }

    static let always = Timestamp(microseconds: 0)..<Timestamp(microseconds: .max)
    static let start = Timestamp(microseconds: 1_767_571_200_000_000)

    /// A result that carries its number.
    static func row(_ number: Int) -> ProbeResult {
        ProbeResult(
            endpoint: "orders", timestamp: start.advanced(by: .seconds(number)), responseTime: .milliseconds(80),
            statusCode: 200, responseSize: number)
    }

    static func rows(_ numbers: Range<Int>) -> WriteBatch { WriteBatch(results: numbers.map(row)) }

    static func notice(
        _ id: String = "orders-1.opened", _ state: Notice.State = .waiting, attempts: Int = 0
    ) -> Notice {
        Notice(
            id: id, channel: "ops", event: .opened, incident: incident(), createdAt: start, dueAt: start, state: state,
            attempts: attempts, endedAt: state == .waiting ? nil : start.advanced(by: .seconds(9)))
    }

    static func silence(_ id: String, isEnded: Bool = false) -> Silence {
        Silence(
            id: id, purpose: .silence, matcher: EndpointMatcher(names: ["orders"]),
            schedule: .once(from: start, until: nil), createdAt: start, endedAt: isEnded ? start : nil)
    }

    static func incident(closed: Bool = false) -> Incident {
        Incident(
            id: "orders-1", endpoint: "orders", kind: .failure, severity: .critical, openedAt: start,
            closedAt: closed ? start.advanced(by: .seconds(60)) : nil, reason: "refused",
            patterns: [FaultPattern(kind: .failures, share: 0.2, extreme: 4)])
    }
}
