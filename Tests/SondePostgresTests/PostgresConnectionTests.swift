import Foundation
import SondeCore
import SondeTestSupport
import Testing

@testable import SondePostgres

/// Against a real server.
@Suite(.timeLimit(.minutes(5)), .serialized) struct PostgresConnectionTests {
    private let cluster: PostgresCluster

    init() throws {
        cluster = try PostgresCluster()
    }

    private func connection(_ url: String? = nil) -> PostgresConnection {
        PostgresConnection(PostgresServer(url: Secret(url ?? cluster.url), description: "sonde@db"), label: "test")
    }

    @Test func valuesComeBackAsTheyWere() async throws {
        let time = Timestamp(microseconds: 1_767_571_200_123_456)
        let text = "it's \"odd\" 🦊 \\ \n %s"
        let same = try await connection().transaction { connection in
            try connection.query(
                "SELECT $1::text, $2::bigint, $3::timestamptz, $4::bytea, $5::text, true, 0.1::float8, 12.5::float4, 7::int2",
                [.text(text), .bigint(-42), .timestamp(time), .bytes([0, 1, 255]), .text(nil)]
            ) { rows in
                rows.count == 1 && rows.text(0, 0) == text && rows.integer(0, 1) == -42 && rows.time(0, 2) == time
                    && Array(rows.bytes(0, 3)) == [0, 1, 255] && rows.optionalText(0, 4) == nil
                    && rows.integer(0, 5) == 1 && rows.double(0, 6) == 0.1 && rows.double(0, 7) == 12.5
                    && rows.integer(0, 8) == 7
            }
        }
        #expect(same)
    }

    @Test func columnsBecomeRows() async throws {
        var names = PostgresColumn.texts(reserving: 3)
        for name in ["a", nil, "zero \0 byte"] { names.append(name) }
        var times = PostgresColumn.timestamps(reserving: 3)
        for second in 0..<3 { times.append(Timestamp(microseconds: Int64(second) * 1_000_000)) }
        var numbers = PostgresColumn.doubles(reserving: 3)
        for number in [1.5, nil, -1e300] { numbers.append(number) }
        let parameters = [names.value, times.value, numbers.value]
        let read = try await connection().transaction { connection in
            try connection.query("SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::float8[])", parameters) {
                rows in
                (0..<rows.count).map { row in
                    "\(rows.optionalText(row, 0) ?? "-") \(rows.time(row, 1).microseconds / 1_000_000) "
                        + "\(rows.optionalDouble(row, 2).map { "\($0)" } ?? "-")"
                }
            }
        }
        #expect(read == ["a 0 1.5", "- 1 -", "zero \u{FFFD} byte 2 -1e+300"])
    }

    @Test func whatThrowsLeavesNothing() async throws {
        struct Stop: Error {}
        let connection = connection()
        try await connection.transaction { try $0.execute("CREATE TABLE t (n bigint PRIMARY KEY)") }
        await #expect(throws: Stop.self) {
            try await connection.transaction { connection in
                try connection.change("INSERT INTO t VALUES ($1)", [.bigint(1)])
                throw Stop()
            }
        }
        await #expect(throws: StoreError.self) {
            try await connection.transaction { connection in
                try connection.change("INSERT INTO t VALUES ($1)", [.bigint(2)])
                try connection.change("INSERT INTO t VALUES ($1)", [.bigint(2)])
            }
        }
        let count = try await connection.transaction { connection in
            try connection.query("SELECT count(*) FROM t") { $0.integer(0, 0) }
        }
        #expect(count == 0)
    }

    @Test func afterARestartOfTheServerItGoesOn() async throws {
        let connection = connection()
        try await connection.transaction { try $0.execute("SELECT 1") }
        cluster.stop(SIGQUIT)
        for _ in 0..<2 {
            await #expect(throws: StoreError.self) {
                try await connection.transaction { try $0.execute("SELECT 1") }
            }
        }
        try cluster.start()
        let one = try await connection.transaction { try $0.query("SELECT 1::bigint") { $0.integer(0, 0) } }
        #expect(one == 1)
    }

    @Test func refusalsSayWhatToDoAndKeepTheSecret() async throws {
        let wrong = "postgres://sonde:hunter2@127.0.0.1:\(cluster.port)/postgres"
        let none = "postgres://sonde:hunter2@127.0.0.1:1/postgres"
        let cases: [(String, String)] = [
            (wrong, "PostgreSQL at sonde@db refuses the password; correct DB_USER and DB_PASS, or store.url."),
            (
                cluster.url.replacing("/postgres", with: "/nowhere"),
                "PostgreSQL at sonde@db: there is no such database; create it, or correct DB_NAME or store.url."
            ),
            (none, "PostgreSQL at sonde@db cannot be reached: "),
            (wrong + "?sslmode=bogus", "PostgreSQL at sonde@db: sslmode in the URL's query is not known; "),
        ]
        for (url, sentence) in cases {
            do {
                try await connection(url).transaction { try $0.execute("SELECT 1") }
                Issue.record("\(sentence) was not said.")
            } catch {
                #expect("\(error)".hasPrefix(sentence), "\(error)")
                #expect(!"\(error)".contains("hunter2") && !"\(error)".contains(PostgresCluster.password))
            }
        }
    }

    /// It waits for a lock that another connection holds; without being cancelled it would end as a `StoreError`.
    @Test func aCancelledTaskCancelsItsStatement() async throws {
        let holder = connection()
        try await holder.transaction { try $0.execute("SELECT pg_advisory_lock(1)") }
        let connection = connection()
        let began = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await connection.transaction { connection in
                began.continuation.yield()
                try connection.execute("SELECT pg_advisory_lock(1)")
            }
        }
        for await _ in began.stream { break }
        task.cancel()
        let result = await task.result
        #expect(throws: CancellationError.self) { try result.get() }
        let one = try await connection.transaction { try $0.query("SELECT 1::bigint") { $0.integer(0, 0) } }
        #expect(one == 1)
        await holder.close()
    }
}
