import Foundation
import GRDB
package import SondeCore

extension SQLiteStore {
    package func kind() async throws -> String { "SQLite" }

    package func size() async throws -> StoreSize {
        let room = try await room()
        let parts = try await read { db in try StoreParts.measured(in: db, used: room.pages) }
        return StoreSize(parts: parts.parts, used: room.used, free: room.free, isEstimated: parts.isEstimated)
    }

    /// What the file and its log take.
    struct Room: Sendable {
        /// Bytes of pages that hold something.
        var pages: Int
        /// Bytes of pages that wait for new rows.
        var free: Int
        /// Bytes of the log beside the file.
        var log: Int

        var used: Int { pages + log }
    }

    func room() async throws -> Room {
        let log = logSize
        return try await read { db in
            func pragma(_ name: String) throws -> Int { try Int.fetchOne(db, sql: "PRAGMA \(name)") ?? 0 }
            let size = try pragma("page_size")
            let free = try pragma("freelist_count")
            return Room(pages: (try pragma("page_count") - free) * size, free: free * size, log: log)
        }
    }

    var logSize: Int { FileStatus(path: path + "-wal")?.size ?? 0 }
}
