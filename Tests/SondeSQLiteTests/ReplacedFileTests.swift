import Foundation
import GRDB
import SondeCore
import Testing

@testable import SondeSQLite

/// The file is removed, moved or replaced while a store is open on it.
@Suite(.timeLimit(.minutes(1))) struct ReplacedFileTests {
    private let folder: ScratchFolder
    private let path: String
    private let always = Timestamp(microseconds: 0)..<Timestamp(microseconds: .max)

    init() throws {
        folder = try ScratchFolder()
        path = folder.path("sonde.db")
    }

    @Test(arguments: [["sonde.db"], ["sonde.db", "sonde.db-wal", "sonde.db-shm"]])
    func aRemovedFileIsToldAndMadeAnew(_ removed: [String]) async throws {
        let store = try SQLiteStore(path: path)
        try await store.append(batch("old", 0))
        for name in removed { try FileManager.default.removeItem(atPath: folder.path(name)) }
        let error = await #expect(throws: StoreError.self) { try await store.append(batch("new", 1)) }
        #expect(
            error
                == .unavailable("The database \(path) was removed while Sonde runs; Sonde begins a new one."))
        // The history is there until another file is opened.
        #expect(try await count("old", in: store) == 1)
        try await store.append(batch("new", 1))
        try await store.append(batch("new", 2))
        #expect(try await count("new", in: store) == 2)
        #expect(try await count("old", in: store) == 0)
        try await store.close()
        #expect(try names(in: path) == ["new"])
        #expect(try rows(in: path) == 2)
    }

    @Test func aFileThatWasMovedAwayIsComplete() async throws {
        let store = try SQLiteStore(path: path)
        try await store.append(batch("old", 0))
        try FileManager.default.moveItem(atPath: path, toPath: folder.path("kept.db"))
        await #expect(throws: StoreError.self) { try await store.append(batch("new", 1)) }
        try await store.append(batch("new", 1))
        try await store.close()
        // The batch that was told lost is in both files.
        #expect(try names(in: folder.path("kept.db")) == ["old", "new"])
        #expect(try names(in: path) == ["new"])
    }

    @Test func aRestoredBackupIsGoneOnWith() async throws {
        let backup = try SQLiteStore(path: folder.path("backup.db"))
        try await backup.append(batch("first", 0))
        try await backup.append(batch("second", 0))
        try await backup.close()
        let store = try SQLiteStore(path: path)
        // The same id as "first" has in the backup.
        try await store.append(batch("second", 1))
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.moveItem(atPath: folder.path("backup.db"), toPath: path)
        let error = await #expect(throws: StoreError.self) { try await store.append(batch("second", 2)) }
        #expect(
            error
                == .unavailable(
                    "The database \(path) was replaced while Sonde runs; Sonde goes on with the file that is there."))
        try await store.append(batch("second", 2))
        #expect(try await count("first", in: store) == 1)
        #expect(try await count("second", in: store) == 2)
        try await store.close()
        #expect(try integrity(of: path) == "ok")
    }

    @Test func aFolderThatIsGoneIsTriedAgain() async throws {
        let (inner, elsewhere) = (folder.path("data"), folder.path("elsewhere"))
        try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
        let store = try SQLiteStore(path: inner + "/sonde.db")
        try await store.append(batch("a", 0))
        try FileManager.default.moveItem(atPath: inner, toPath: elsewhere)
        await #expect(throws: StoreError.self) { try await store.append(batch("a", 1)) }
        let error = await #expect(throws: StoreError.self) { try await store.append(batch("a", 1)) }
        #expect(error?.description.contains("check that its folder exists") == true)
        await #expect(throws: StoreError.self) { try await count("a", in: store) }
        try FileManager.default.moveItem(atPath: elsewhere, toPath: inner)
        try await store.append(batch("a", 1))
        #expect(try await count("a", in: store) == 2)
        try await store.close()
    }

    @Test func readersAndWritersSurviveIt() async throws {
        let store = try SQLiteStore(path: path)
        try await store.append(batch("a", 0))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<4 {
                group.addTask {
                    for step in 1...40 {
                        try await persistently { try await store.append(batch("lane-\(lane)", Int64(step))) }
                    }
                }
                group.addTask {
                    for _ in 1...40 { try await persistently { _ = try await count("lane-\(lane)", in: store) } }
                }
            }
            try FileManager.default.removeItem(atPath: path)
            try await group.waitForAll()
        }
        try await persistently { try await store.append(batch("last", 1)) }
        #expect(try await count("last", in: store) == 1)
        try await store.close()
        #expect(try integrity(of: path) == "ok")
    }

    /// Tries again as the write queue does.
    private func persistently(_ body: () async throws -> Void) async throws {
        while true {
            do { return try await body() } catch is StoreError { await Task.yield() }
        }
    }

    private func batch(_ endpoint: String, _ seconds: Int64) -> WriteBatch {
        WriteBatch(results: [
            ProbeResult(endpoint: endpoint, timestamp: Timestamp(microseconds: 1_767_571_200_000_000 + seconds))
        ])
    }

    private func count(_ endpoint: String, in store: SQLiteStore) async throws -> Int {
        try await store.results(for: endpoint, in: always, limit: 9).count
    }

    private func names(in path: String) throws -> [String] {
        try reading(path) { try String.fetchAll($0, sql: "SELECT name FROM endpoints ORDER BY id") }
    }

    private func rows(in path: String) throws -> Int? {
        try reading(path) { try Int.fetchOne($0, sql: "SELECT count(*) FROM results") }
    }

    private func integrity(of path: String) throws -> String? {
        try reading(path) { try String.fetchOne($0, sql: "PRAGMA integrity_check") }
    }

    /// Reads as another program would.
    private func reading<Value>(_ path: String, _ body: (Database) throws -> Value) throws -> Value {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.read(body)
    }
}
