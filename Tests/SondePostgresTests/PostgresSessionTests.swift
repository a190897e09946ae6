import SondeCore
import SondeTestSupport
import Testing

@testable import SondePostgres

/// What others do to a connection, or the server's settings: statements are cancelled, prepared ones are forgotten.
@Suite(.ownCluster, .timeLimit(.minutes(5))) struct PostgresSessionTests {
    private let url: String
    private let connection: PostgresConnection
    private let other: PostgresConnection

    init() throws {
        let (url, server) = try OwnCluster.database()
        self.url = url
        connection = PostgresConnection(server, label: "test")
        other = PostgresConnection(server, label: "other")
    }

    /// Does something to whoever sleeps in this database, when somebody does.
    private func toTheSleeper(_ expression: String) async throws {
        let statement = """
            SELECT \(expression) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'
            """
        var found = 0
        while found == 0 { found = try await other.transaction { try $0.query(statement) { $0.count } } }
    }

    private func expectItWorks() async throws {
        let one = try await connection.transaction { try $0.query("SELECT 1::bigint") { $0.integer(0, 0) } }
        #expect(one == 1)
        await connection.close()
        await other.close()
    }

    @Test func whatAnotherCancelsIsAFaultOfTheMoment() async throws {
        let connection = connection
        async let sleeping: Void = connection.transaction { try $0.execute("SELECT pg_sleep(600)") }
        try await toTheSleeper("pg_cancel_backend(pid)")
        do {
            try await sleeping
            Issue.record("The statement came to its end.")
        } catch {
            guard case StoreError.unavailable(let sentence) = error else { throw error }
            #expect(sentence.contains(" did not get to it: "))
        }
        try await expectItWorks()
    }

    /// The statement goes on after it was cancelled; were that done every moment, it would count five times. One request
    /// may count twice: the server sends its signal to the process and to its group.
    @Test func aStatementIsCancelledOnce() async throws {
        let connection = connection
        let task = Task {
            try await connection.transaction {
                try $0.execute(
                    """
                    DO $$ DECLARE cancels int := 0; BEGIN
                        FOR i IN 1..5 LOOP
                            BEGIN
                                PERFORM pg_sleep(CASE cancels WHEN 0 THEN 50 ELSE 0.7 END);
                            EXCEPTION WHEN query_canceled THEN cancels := cancels + 1;
                            END;
                        END LOOP;
                        RAISE EXCEPTION 'cancelled % times', cancels;
                    END $$
                    """)
            }
        }
        try await toTheSleeper("1")
        task.cancel()
        let result = await task.result
        let error = #expect(throws: StoreError.self) { try result.get() }
        let words = error.map { "\($0)" } ?? ""
        #expect(words.contains("cancelled 1 times") || words.contains("cancelled 2 times"), "\(words)")
        try await expectItWorks()
    }

    @Test(arguments: ["DISCARD ALL", "DEALLOCATE ALL"])
    func preparedStatementsThatAreGoneArePreparedAnew(_ forgetting: String) async throws {
        try await connection.transaction { _ = try $0.query("SELECT 1::bigint") { $0.count } }
        try await connection.run(forgetting)
        await #expect(throws: StoreError.self) {
            try await connection.transaction { _ = try $0.query("SELECT 1::bigint") { $0.count } }
        }
        try await expectItWorks()
    }

    @Test func tablesThatWereChangedAreReadAnew() async throws {
        try await other.transaction { try $0.execute("CREATE TABLE t (a bigint)") }
        try await connection.transaction { _ = try $0.query("SELECT * FROM t") { $0.count } }
        try await other.transaction { try $0.execute("ALTER TABLE t ADD COLUMN b text") }
        do {
            try await connection.transaction { _ = try $0.query("SELECT * FROM t") { $0.count } }
        } catch {
            guard case StoreError.unavailable = error else { throw error }
        }
        try await connection.transaction { _ = try $0.query("SELECT * FROM t") { $0.count } }
        try await expectItWorks()
    }

    @Test(arguments: [
        (
            "CREATE TABLE t (a bigint, b bigint GENERATED ALWAYS AS (a) STORED); ALTER TABLE t ALTER COLUMN b SET STORAGE MAIN",
            "0A000"
        ),
        ("SET ROLE pg_monitor; CREATE TABLE public.forbidden (a bigint)", "42501"),
    ])
    func whatTheServerDoesNotDoIsNotTriedAgain(_ statements: String, _ state: String) async throws {
        do {
            try await connection.transaction { try $0.execute(statements) }
            Issue.record("It was done: \(state).")
        } catch {
            guard case StoreError.unusable = error else { throw error }
        }
        try await expectItWorks()
    }

    @Test func aTransactionThatFailedDoesNotStay() async throws {
        await #expect(throws: StoreError.self) {
            try await connection.transaction {
                try? $0.execute("SELECT 1/0")
                try $0.execute("SELECT 1")
            }
        }
        try await expectItWorks()
    }

    @Test func theServersDefaultIsolationIsNotTaken() async throws {
        let strict = PostgresServer(
            url: Secret(url + "?options=-c%20default_transaction_isolation%3Drepeatable%5C%20read"),
            description: "sonde@db")
        let connection = PostgresConnection(strict, label: "test")
        let level = try await connection.transaction { connection in
            try connection.query("SHOW transaction_isolation") { $0.text(0, 0) }
        }
        #expect(level == "read committed")
        await connection.close()
    }
}

extension PostgresConnection {
    /// Without a transaction.
    fileprivate func run(_ statement: String) throws {
        try open()
        try execute(statement)
    }
}
