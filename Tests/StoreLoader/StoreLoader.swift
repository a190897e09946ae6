import Foundation
import SondeCore
import SondePostgres
import SondeSQLite
import SondeServer
import SondeTestSupport

/// Appends one batch after the other to a store and prints the number of each that was acknowledged, until it is killed.
///
///     store-loader FROM sqlite FILE
///     store-loader FROM postgres URL SPOOL
@main
struct StoreLoader {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 4, var number = Int(arguments[1]) else { exit(64) }
        let store = try await open(arguments[2], Array(arguments[3...]))
        while true {
            try await store.append(LoadedBatch.make(number))
            FileHandle.standardOutput.write(Data("\(number)\n".utf8))
            number += 1
        }
    }

    private static func open(_ kind: String, _ places: [String]) async throws -> any Store {
        guard kind == "postgres", places.count == 2 else { return try SQLiteStore(path: places[0]) }
        let base = PostgresStore(PostgresServer(url: Secret(places[0]), description: "sonde@db"))
        let store = SpoolingStore(
            base, spool: try SQLiteSpool(path: places[1]), name: "PostgreSQL", place: "sonde@db", clock: SystemClock(),
            troubles: Troubles(hub: EventHub()))
        try await store.start()
        Task { try await store.drain() }
        return store
    }
}
