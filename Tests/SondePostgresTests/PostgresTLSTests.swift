import SondeCore
import SondeTestSupport
import Testing

@testable import SondePostgres

/// Encrypted connections to servers that are the right one, and to others.
@Suite(.timeLimit(.minutes(5))) struct PostgresTLSTests {
    private func server(_ cluster: PostgresCluster, _ options: String) -> PostgresServer {
        PostgresServer(url: Secret("\(cluster.url)?\(options)"), description: "sonde@db")
    }

    @Test func theRightServerIsUsedEncrypted() async throws {
        let cluster = try PostgresCluster(identity: .valid)
        let connection = PostgresConnection(
            server(cluster, "sslmode=verify-full&sslrootcert=\(try TestCertificates.caFile)"), label: "test")
        let isEncrypted = try await connection.transaction { connection in
            try connection.query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()") { $0.integer(0, 0) == 1 }
        }
        #expect(isEncrypted)
        await connection.close()
    }

    @Test(arguments: [TLSIdentity.selfSigned, .expired, .wrongHost])
    func anotherServerIsRefused(_ identity: TLSIdentity) async throws {
        let cluster = try PostgresCluster(identity: identity)
        let connection = PostgresConnection(
            server(cluster, "sslmode=verify-full&sslrootcert=\(try TestCertificates.caFile)"), label: "test")
        try await expectUnusable(connection)
    }

    @Test func aServerWithoutTLSIsRefusedWhereItIsDemanded() async throws {
        let cluster = try PostgresCluster()
        for options in ["sslmode=require", "sslmode=verify-full&sslrootcert=/nowhere/ca.pem"] {
            try await expectUnusable(PostgresConnection(server(cluster, options), label: "test"))
        }
    }

    private func expectUnusable(_ connection: PostgresConnection) async throws {
        do {
            try await connection.transaction { try $0.execute("SELECT 1") }
            Issue.record("The server was taken.")
        } catch StoreError.unusable(let sentence) {
            #expect(
                sentence.hasPrefix("PostgreSQL at sonde@db: ")
                    && sentence.hasSuffix("; correct sslmode or sslrootcert in store.url, or the certificate."),
                "\(sentence)")
        }
    }
}
