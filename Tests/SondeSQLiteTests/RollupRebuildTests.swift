import GRDB
import SondeCore
import Testing

@testable import SondeSQLite

/// What only the file itself can show; `StoreConformance` has the rest.
@Suite struct RollupRebuildTests {
    private static let always = Timestamp(microseconds: 0)..<Timestamp(microseconds: .max)
    private let folder: ScratchFolder
    private let start = Timestamp(microseconds: 1_767_571_200_000_000)

    init() throws {
        folder = try ScratchFolder()
    }

    private func hours(_ store: SQLiteStore) async throws -> [SeriesPoint] {
        try await store.series(for: "orders", in: Self.always, step: .seconds(3600))
    }

    @Test func rollUpsThatWereLostAreMadeAnew() async throws {
        let store = try SQLiteStore(path: folder.path("rebuilt.db"))
        let results = (0..<1000).map { number in
            ProbeResult(
                endpoint: "orders", timestamp: start.advanced(by: .seconds(15 * number)),
                responseTime: .milliseconds(50 + number % 100), statusCode: 200)
        }
        try await store.append(WriteBatch(results: results))
        let exact = try await hours(store)
        try await store.rollUp(until: start.advanced(by: .seconds(15_000)))
        #expect(try await hours(store) == exact)
        try await store.write { db in
            for table in RollupStep.allCases.map(\.table) { try db.execute(sql: "DELETE FROM \(table)") }
        }
        #expect(try await hours(store).reduce(0) { $0 + $1.count } < 10)
        try await store.rebuildRollups(in: Self.always)
        #expect(try await hours(store) == exact)
        try await store.close()
    }
}
