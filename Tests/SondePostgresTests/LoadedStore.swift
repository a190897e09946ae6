import SondeCore
import SondePostgres
import SondeTestSupport
import Synchronization
import Testing

/// Appends one batch after the other, each again until it is acknowledged, as Sonde does; then everything that was
/// acknowledged must be there once.
final class LoadedStore: Sendable {
    let store: PostgresStore
    private struct Load {
        var acknowledged = 0
        var faults: [String] = []
        var isEnding = false
    }
    private let load = Mutex(Load())
    /// Something changed in `load`.
    private let changes = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    init(_ server: PostgresServer) {
        store = PostgresStore(server)
    }

    /// Appends until `finish` is called.
    func run() async {
        while !load.withLock({ $0.isEnding }) {
            let number = load.withLock { $0.acknowledged }
            do {
                try await store.append(LoadedBatch.make(number))
                load.withLock { $0.acknowledged += 1 }
            } catch {
                load.withLock { $0.faults.append("\(error)") }
            }
            changes.continuation.yield()
        }
    }

    func finish() { load.withLock { $0.isEnding = true } }

    var faults: [String] { load.withLock { $0.faults } }

    /// Returns when so many batches more have been acknowledged.
    func advance(by batches: Int) async {
        let goal = load.withLock { $0.acknowledged } + batches
        await wait { $0.acknowledged >= goal }
    }

    /// Returns when an append has failed since there were so many faults.
    func fault(after count: Int) async {
        await wait { $0.faults.count > count }
    }

    private func wait(_ condition: (borrowing Load) -> Bool) async {
        if load.withLock({ condition($0) }) { return }
        for await _ in changes.stream where load.withLock({ condition($0) }) { return }
    }

    /// Checks that every acknowledged batch is there exactly once, in the roll-ups, too.
    func expectEverything() async throws {
        let acknowledged = load.withLock { $0.acknowledged }
        try await LoadedBatch.check(acknowledged, in: store)
        try await store.rollUp(until: LoadedBatch.start.advanced(by: .seconds(30 * 86_400)))
        let count = try await store.summary(of: LoadedBatch.endpoints[0], in: LoadedBatch.always).count
        #expect((acknowledged...acknowledged + 1).contains(count))
    }
}
