import SondeCore
import SondeTestSupport
import Testing

@testable import SondePostgres

/// What a refused connection means is read from its SQLSTATE, whatever the server's language is.
@Suite(.timeLimit(.minutes(5))) struct PostgresRefusalTests {
    private func refusal(_ url: String) async throws -> StoreError? {
        let connection = PostgresConnection(PostgresServer(url: Secret(url), description: "sonde@db"), label: "test")
        return await #expect(throws: StoreError.self) { try await connection.open() }
    }

    @Test(arguments: [
        ("28P01", "PostgreSQL at sonde@db refuses the password; correct DB_USER and DB_PASS, or store.url."),
        ("28000", "PostgreSQL at sonde@db does not let this machine in: Das geht nicht."),
        ("3D000", "PostgreSQL at sonde@db: there is no such database; create it, or correct DB_NAME or store.url."),
        ("42501", "PostgreSQL at sonde@db does not let Sonde do that: Das geht nicht; grant it to the user."),
        ("42704", "PostgreSQL at sonde@db: Das geht nicht; correct store.url."),
    ])
    func whatMustBeCorrected(_ state: String, _ sentence: String) async throws {
        let server = try RefusingPostgres(state, "Das geht nicht")
        defer { server.stop() }
        let refusal = try await refusal("postgres://sonde:hunter2@127.0.0.1:\(server.port)/x?sslmode=disable")
        guard case .unusable(sentence) = refusal else {
            Issue.record("\(refusal as Any)")
            return
        }
    }

    @Test(arguments: ["53300", "57P03", "08006", "58000", "XX000"])
    func whatIsTriedAgain(_ state: String) async throws {
        let server = try RefusingPostgres(state, "Das geht nicht")
        defer { server.stop() }
        let refusal = try await refusal("postgres://sonde:hunter2@127.0.0.1:\(server.port)/x?sslmode=disable")
        guard
            case .unavailable("PostgreSQL at sonde@db cannot be reached: Das geht nicht; Sonde keeps trying.") = refusal
        else {
            Issue.record("\(refusal as Any)")
            return
        }
    }

    @Test func aServerThatDoesNotAnswerIsGivenUp() async throws {
        let port = try UnansweringPort()
        let refusal = try await refusal("postgres://sonde:hunter2@127.0.0.1:\(port.port)/x?connect_timeout=1")
        guard case .unavailable = refusal else {
            Issue.record("\(refusal as Any)")
            return
        }
    }

    /// Of a name's addresses one may refuse.
    @Test func aNameIsReachedAtAnyOfItsAddresses() async throws {
        let cluster = try PostgresCluster()
        let connection = PostgresConnection(
            PostgresServer(url: Secret(cluster.url.replacing("127.0.0.1", with: "localhost")), description: "sonde@db"),
            label: "test")
        try await connection.open()
        await connection.close()
    }

    @Test(arguments: ["%00", "@127.0.0.1:1/x?sslmode=", "@127.0.0.1:1/x?password=hunter2%00", "@other:1,127.0.0.1:2/x"])
    func nothingOfTheURLIsShown(_ rest: String) async throws {
        let refusal = try await refusal("postgres://sonde:hunter2@secret\(rest)")
        #expect(!"\(refusal as Any)".contains("hunter2") && !"\(refusal as Any)".contains("secret"))
    }

    @Test func aPasswordThatIsMissingIsAskedFor() async throws {
        let cluster = try PostgresCluster()
        let refusal = try await refusal("postgres://sonde@127.0.0.1:\(cluster.port)/postgres")
        guard case .unusable = refusal else {
            Issue.record("\(refusal as Any)")
            return
        }
    }
}
