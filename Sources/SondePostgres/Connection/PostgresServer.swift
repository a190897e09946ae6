import CPostgres
import Foundation
package import SondeCore

/// Where the database is, and what its refusals mean in words. Neither the URL nor a password is ever shown.
package struct PostgresServer: Sendable {
    private let url: Secret
    /// `user@host:port/database`.
    package let description: String

    package init(url: Secret, description: String) {
        self.url = url
        self.description = description
    }

    /// What libpq takes where the URL does not say otherwise: the last of a name counts, and the URL comes after these.
    private static let defaults = [
        ("connect_timeout", "5"), ("fallback_application_name", "sonde"),
        // A server that vanished without a word is noticed within half a minute.
        ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
        ("tcp_user_timeout", "20000"),
    ]

    func connect() throws(StoreError) -> OpaquePointer {
        let names = Self.defaults.map(\.0) + ["dbname"]
        let values = Self.defaults.map(\.1) + [url.reveal()]
        guard
            let connection = Self.withCStrings(
                names,
                { names in
                    Self.withCStrings(values) { PQconnectdbParams(names, $0, 1) }
                })
        else { throw .unavailable("There is not enough memory for a connection to PostgreSQL.") }
        guard PQstatus(connection) == CONNECTION_OK else {
            defer { PQfinish(connection) }
            throw refusal(Self.message(connection))
        }
        PQsetNoticeProcessor(connection, { _, _ in }, nil)
        let settings = PQexec(connection, Self.settings)
        defer { PQclear(settings) }
        guard PQresultStatus(settings) == PGRES_TUPLES_OK else {
            defer { PQfinish(connection) }
            throw lost(Self.message(connection))
        }
        return connection
    }

    /// Times are UTC whatever the server's place; nothing waits for ever, unless the URL or the server says for how long.
    /// Compiling a statement over many days takes longer than running it.
    private static let settings = """
        SET TimeZone = 'UTC'; SET client_encoding = 'UTF8'; SET jit = off;
        SELECT set_config(name, value, false) FROM (VALUES ('statement_timeout', '60s'), ('lock_timeout', '20s'),
            ('idle_in_transaction_session_timeout', '60s')) AS wanted (name, value)
        WHERE current_setting(name) = '0'
        """

    /// An array of C strings that ends with nil.
    private static func withCStrings<Value>(
        _ texts: [String], _ body: ([UnsafePointer<CChar>?]) -> Value
    ) -> Value {
        let copies = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies.map { UnsafePointer($0) } + [nil])
    }

    /// libpq's last words: the first line, without what every one begins with.
    static func message(_ connection: OpaquePointer) -> String {
        let whole = PQerrorMessage(connection).map { String(cString: $0) } ?? ""
        var line = whole.split(separator: "\n").first.map(String.init) ?? ""
        if let end = line.range(of: "FATAL:  ") { line = String(line[end.upperBound...]) }
        return line
    }
}
