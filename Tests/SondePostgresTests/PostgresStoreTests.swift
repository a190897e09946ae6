import SondeCore
import SondeTestSupport
import Testing

@testable import SondePostgres

/// Against a real server; each store has a database of its own.
@Suite(.ownCluster, .timeLimit(.minutes(5))) struct PostgresStoreTests {
    @Test(arguments: StoreConformance.all)
    func conforms(_ check: StoreConformance) async throws {
        let store = PostgresStore(try OwnCluster.database().server)
        try await check.run(store)
        try await store.close()
    }
}
