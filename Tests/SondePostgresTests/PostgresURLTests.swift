import SondeCore
import SondePostgres
import Testing

@testable import SondePostgres

/// What becomes of a URL before libpq hears of it.
@Suite struct PostgresURLTests {
    @Test(arguments: [
        ("postgres://u:pw@db:6543/x", ["user": "u", "password": "pw", "host": "db", "port": "6543", "dbname": "x"]),
        (
            "postgres://postgres:top@secret@127.0.0.1/db",
            ["user": "postgres", "password": "top@secret", "host": "127.0.0.1", "dbname": "db"]
        ),
        ("postgresql://u:a:b@[::1]:5433/", ["user": "u", "password": "a:b", "host": "::1", "port": "5433"]),
        ("postgres://u%40x:p%3A%2F%25@db/a%20b", ["user": "u@x", "password": "p:/%", "host": "db", "dbname": "a b"]),
        (
            "postgres://db/x?user=u&password=p%26w&sslmode=require&connect_timeout=3&options=-c%20a%3Db",
            [
                "user": "u", "password": "p&w", "host": "db", "dbname": "x", "sslmode": "require",
                "connect_timeout": "3", "options": "-c a=b",
            ]
        ),
        (
            "postgres://db/x?ssl=true&application_name=",
            ["host": "db", "dbname": "x", "sslmode": "require", "application_name": ""]
        ),
    ])
    func isTakenApart(_ url: String, _ values: [String: String]) throws {
        let parsed = try PostgresURL(Secret(url))
        #expect(parsed.values.mapValues { String(decoding: $0, as: UTF8.self) } == values)
    }

    @Test func valuesNeedNotBeText() throws {
        let parsed = try PostgresURL(Secret("postgres://u:%E9@db/x"))
        #expect(parsed.values["password"] == [0xE9])
    }

    @Test(arguments: [
        ("postgres://u:hunter2%00@db/x", "zero byte"), ("postgres://db/x?password=hunter2%00", "zero byte"),
        ("postgres://u:1/hunter2@db/x", "'@'"), ("postgres://u:1/y?hunter2@db/x", "'@'"),
        ("postgres://u:1/y?hunter2", "no name"), ("postgres://db/x?hunter", "without a value"),
        ("postgres://db/x?passwort=hunter2", "'passwort', which libpq does not know"),
        ("postgres://u:%hunter2@db/x", "hexadecimal"), ("postgres://u:pw@db:hunter2/x", "port"),
        ("postgres://u:pw@h1:1,h2:2/x", "several hosts"), ("postgres://u:pw@[hunter2/x", "']'"),
        ("postgres://db/x?sslmode=hunter2", "sslmode"), ("postgres://db/x?connect_timeout=hunter2", "connect_timeout"),
        ("hunter2", "not one of PostgreSQL"),
    ])
    func isRefusedWithoutAWordOfIt(_ url: String, _ words: String) {
        let fault = #expect(throws: PostgresURLFault.self) { try PostgresURL(Secret(url)) }
        #expect(
            fault?.sentence.contains(words) == true && fault?.sentence.contains("hunter") == false, "\(fault as Any)")
    }
}
