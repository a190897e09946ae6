import SondeCore
import Testing

@testable import SondeServer

@Suite("PostgreSQL as the store")
struct ConfigurationPostgresTests: ReadsConfigurations {
    private static let endpoints = "endpoints: [{name: a, url: \"https://a.example.com\"}]\n"

    private func kind(_ yaml: String, environment: [String: String] = [:]) throws -> (url: String, description: String)
    {
        let store = try configuration(Self.endpoints + yaml, environment: environment).store
        guard case .postgres(let url, let description) = store.kind else { return ("", "") }
        return (url.reveal(), description)
    }

    @Test(
        "the URL is kept as it stands, its query included, and its place alone is shown",
        arguments: [
            ("postgres://u:pw@db/x", "u@db:5432/x"), ("postgresql://db:6543/x", "db:6543/x"),
            ("postgres://u@[::1]:5433/x", "u@[::1]:5433/x"),
            (
                "postgres://u:pw@db/x?sslmode=verify-full&sslrootcert=/etc/ssl/db.pem&application_name=s",
                "u@db:5432/x"
            ),
            ("postgres://db/x?user=u&password=pw", "db:5432/x"),
        ])
    func url(_ text: String, _ description: String) throws {
        let kind = try kind("store: {url: \"\(text)\"}")
        #expect(kind.url == text)
        #expect(kind.description == description)
    }

    @Test(
        "what a connection would refuse is refused at once, and nothing of a password is shown",
        arguments: [
            "postgres://u:1/hunter2@db/x", "postgres://u:hunter2%00@db/x", "postgres://db/x?passwort=hunter2",
            "postgres://u:1/x?hunter2", "postgres://u@db/x?sslmode=hunter2",
        ])
    func unusable(_ url: String) {
        let message = complaint(Self.endpoints + "store: {url: \"\(url)\"}")
        #expect(message.hasPrefix("sonde.yaml:2:14: store.url: "))
        #expect(!message.contains("hunter2"))
    }

    @Test("a variable fills the password in")
    func password() throws {
        let kind = try kind("store: {url: \"postgres://u:${PW}@db/x\"}", environment: ["PW": "hunter2"])
        #expect(kind.url == "postgres://u:hunter2@db/x")
        #expect(kind.description == "u@db:5432/x")
    }

    @Test(
        "of the variables",
        arguments: [
            ([:], "postgres://postgres@db:5432/postgres", "postgres@db:5432/postgres"),
            (
                ["DB_PORT": "6543", "DB_NAME": "api monitoring", "DB_USER": "u@x", "DB_PASS": "p:w/#%"],
                "postgres://u%40x:p%3Aw%2F%23%25@db:6543/api%20monitoring", "u@x@db:6543/api monitoring"
            ),
            (
                ["DB_USER": "u", "DB_SSLMODE": "verify-full", "DB_SSLROOTCERT": "/etc/ssl/my db.pem"],
                "postgres://u@db:5432/u?sslmode=verify-full&sslrootcert=%2Fetc%2Fssl%2Fmy%20db.pem", "u@db:5432/u"
            ),
            (
                ["DB_USER": "u", "DB_SSLROOTCERT": "system"], "postgres://u@db:5432/u?sslrootcert=system",
                "u@db:5432/u"
            ),
        ])
    func variables(_ variables: [String: String], _ url: String, _ description: String) throws {
        let kind = try kind(
            "store: {url: \"sqlite:x.db\"}", environment: variables.merging(["DB_HOST": "db"]) { $1 })
        #expect(kind.url == url)
        #expect(kind.description == description)
    }

    @Test("a certificate of the variables lies beside the configuration")
    func certificate() throws {
        let url = try kind("", environment: ["DB_HOST": "db", "DB_SSLROOTCERT": "db.pem"]).url
        #expect(url.hasSuffix("%2Fdb.pem"))
        #expect(url.contains("sslrootcert=%2F"))
    }

    @Test("without DB_HOST the other variables are not looked at")
    func noHost() throws {
        #expect(try kind("", environment: ["DB_PORT": "x", "DB_SSLMODE": "x"]).url.isEmpty)
    }

    @Test(
        "variables that cannot be",
        arguments: [
            (["DB_HOST": "a b"], "DB_HOST: the value is not the name or the address of a host."),
            (["DB_HOST": "db", "DB_PORT": "0"], "DB_PORT: the value is not a port; write a number from 1 to 65535."),
            (
                ["DB_HOST": "db", "DB_SSLMODE": "on"],
                "DB_SSLMODE: the value is not known; write disable, allow, prefer, require, verify-ca or verify-full."
            ),
        ])
    func refused(_ variables: [String: String], _ sentence: String) {
        let message = complaint(Self.endpoints, environment: variables)
        #expect(message.hasSuffix(sentence), "\(message)")
    }
}
