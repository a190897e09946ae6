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

    func connect() throws(StoreError) -> OpaquePointer {
        let address: PostgresURL
        do { address = try PostgresURL(url) } catch {
            throw .unusable("PostgreSQL at \(description): \(error.sentence)")
        }
        let connection: OpaquePointer
        do { connection = try PostgresDialler(address).connect() } catch { throw refusal(error) }
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

    /// libpq's last words: the first line, without what every one begins with.
    static func message(_ connection: OpaquePointer) -> String {
        let whole = PQerrorMessage(connection).map { String(cString: $0) } ?? ""
        var line = whole.split(separator: "\n").first.map(String.init) ?? ""
        if let end = line.range(of: "FATAL:  ") { line = String(line[end.upperBound...]) }
        return line
    }
}
