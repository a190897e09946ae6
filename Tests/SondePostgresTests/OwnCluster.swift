import SondeCore
import SondePostgres
import SondeTestSupport
import Testing

/// Gives a suite a PostgreSQL server of its own, which ends with it.
struct OwnCluster: SuiteTrait, TestScoping {
    var settings: [String: String] = [:]

    @TaskLocal static var current: PostgresCluster?

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await Self.$current.withValue(try PostgresCluster(settings: settings), operation: function)
    }

    /// A new database of the suite's server.
    static func database() throws -> (url: String, server: PostgresServer) {
        let url = try #require(current).makeDatabase()
        return (url, PostgresServer(url: Secret(url), description: "sonde@db"))
    }
}

extension Trait where Self == OwnCluster {
    static var ownCluster: Self { OwnCluster() }

    /// One that offers the extension's Apache edition.
    static var apacheTimescaleCluster: Self {
        OwnCluster(settings: PostgresCluster.timescaleSettings.merging(["timescaledb.license": "apache"]) { $1 })
    }

    /// One that offers the timescaledb extension.
    static var timescaleCluster: Self { OwnCluster(settings: PostgresCluster.timescaleSettings) }
}
