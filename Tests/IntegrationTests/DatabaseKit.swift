import Foundation
import GRDB
import SondeCore
import SondeSQLite
import Testing

/// A store with a known past and `sonde db` run on it.
struct DatabaseKit {
    let folder: ScratchFolder
    /// The past ends with the last midnight in UTC.
    let midnight: Timestamp

    init(_ settings: String = "") throws {
        folder = try ScratchFolder()
        let day: Int64 = 86_400_000_000
        midnight = Timestamp(
            microseconds: Timestamp(seconds: Date().timeIntervalSince1970).microseconds / day * day)
        try configure(settings)
    }

    func configure(_ settings: String, url: String = "http://127.0.0.1:1/") throws {
        try folder.write(
            """
            web: {listen: "127.0.0.1:0"}
            store: {url: "sqlite:sonde.db"\(settings.isEmpty ? "" : ", " + settings)}
            endpoints:
              - {name: orders, url: "\(url)", interval: 1s}
            """)
    }

    /// Seconds before the midnight.
    func time(_ seconds: Int) -> Timestamp { midnight.advanced(by: .seconds(-seconds)) }

    /// The store, open as long as `body`.
    @discardableResult
    func withStore<Value>(_ body: (SQLiteStore) async throws -> Value) async throws -> Value {
        let store = try SQLiteStore(path: folder.path("sonde.db"))
        let value = try await body(store)
        try await store.close()
        return value
    }

    /// A probe each 15 s of so many days, of which one in a hundred failed.
    func fill(days: Int, of names: String...) async throws {
        try await withStore { store in
            for name in names {
                for day in 1...days {
                    try await store.append(WriteBatch(results: results(of: name, day: day)))
                }
            }
        }
    }

    /// Those of a day, counted backwards from the midnight.
    func results(of name: String, day: Int) -> [ProbeResult] {
        (0..<5760).map { number in
            let fails = number % 100 == 99
            return ProbeResult(
                endpoint: name, timestamp: time(day * 86_400 - 15 * number),
                responseTime: fails ? nil : .microseconds(95_000 + number * 7919 % 10_000),
                phases: fails ? PhaseTimings() : PhaseTimings(dns: .microseconds(500), ttfb: .microseconds(60_250)),
                statusCode: fails ? nil : 200, responseSize: 512,
                failure: fails ? ProbeFailure(.refused, "Connection refused, \"twice\".") : nil)
        }
    }

    func sonde(_ arguments: String...) async throws -> SondeProcess.Ended {
        await (try SondeProcess(arguments, in: folder.url)).ended()
    }

    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: folder.url.appendingPathComponent(name)), as: UTF8.self)
    }

    func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }
}

extension DatabaseKit {
    /// Changes the file by SQL, as a person would with sqlite3.
    func edit(_ sql: String) async throws {
        let queue = try DatabaseQueue(path: folder.path("sonde.db"))
        try await queue.write { db in try db.execute(sql: sql) }
        try queue.close()
    }
}
