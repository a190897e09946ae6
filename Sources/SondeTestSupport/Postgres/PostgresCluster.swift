import Foundation

/// A PostgreSQL server of its own in a temporary folder, on a free port of loopback, until it is stopped.
///
/// It runs as an unprivileged user: where the tests run as root, as `postgres`, who comes with Debian's package.
// SAFETY: all but `server` is constant, and every use of `server` holds `lock`.
package final class PostgresCluster: @unchecked Sendable {
    package static let user = "sonde"
    package static let password = "p%ss word'\""

    package let port: Int
    private let folder: URL
    private let programs: PostgresPrograms
    private let lock = NSLock()
    private var server: Process?

    /// Makes a new cluster and starts it; returns when it takes connections.
    ///
    /// - Throws: `TestSupportError` where PostgreSQL is not installed or does not start.
    package init() throws {
        programs = try PostgresPrograms()
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("sonde-postgres-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // Free a moment later: nobody else takes a port that was just given out.
        port = try Self.freePort()
        let secret = folder.appendingPathComponent("password")
        try Self.password.write(to: secret, atomically: true, encoding: .utf8)
        try programs.own(folder)
        try programs.run(
            "initdb",
            [
                "-D", data, "-U", Self.user, "-E", "UTF8", "--locale=C", "--no-sync", "--auth=scram-sha-256",
                "--pwfile=\(secret.path)",
            ])
        try start()
    }

    private static func freePort() throws -> Int { try RefusingPort().port }

    private var data: String { folder.appendingPathComponent("data").path }

    /// With the password as an URL has it.
    package var url: String {
        let characters = CharacterSet.alphanumerics
        let secret = Self.password.addingPercentEncoding(withAllowedCharacters: characters) ?? ""
        return "postgres://\(Self.user):\(secret)@127.0.0.1:\(port)/postgres"
    }

    /// Starts the server again after `stop`.
    package func start() throws {
        let server = try programs.launch(
            "postgres",
            [
                "-D", data, "-p", "\(port)", "-k", folder.path, "-c", "listen_addresses=127.0.0.1", "-c",
                "max_connections=60", "-c", "shared_buffers=64MB", "-c", "log_min_messages=fatal",
            ], log: folder.appendingPathComponent("log").path)
        lock.withLock { self.server = server }
        // pg_isready waits for no longer than each try takes; the server needs a second or two.
        try programs.run("pg_isready", ["-h", "127.0.0.1", "-p", "\(port)", "-q"], tries: 6000)
    }

    /// Stops the server.
    ///
    /// - Parameter signal: `SIGINT` closes all connections and ends orderly, `SIGQUIT` at once, as after a crash.
    package func stop(_ signal: Int32 = SIGINT) {
        lock.withLock {
            guard let server else { return }
            kill(server.processIdentifier, signal)
            server.waitUntilExit()
            self.server = nil
        }
    }

    deinit {
        stop(SIGQUIT)
        try? FileManager.default.removeItem(at: folder)
    }
}
