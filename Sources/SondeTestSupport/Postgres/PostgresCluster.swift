package import Foundation

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
    private let settings: [String: String]
    private let lock = NSLock()
    private var server: Process?

    /// Makes a new cluster and starts it; returns when it takes connections.
    ///
    /// - Parameters:
    ///   - parent: The folder in which it makes its own.
    ///   - settings: Of the server, beyond those that keep it small.
    ///   - identity: The certificate that it shows; nil without TLS.
    /// - Throws: `TestSupportError` where PostgreSQL is not installed or does not start.
    package init(
        in parent: URL = FileManager.default.temporaryDirectory, settings: [String: String] = [:],
        identity: TLSIdentity? = nil
    ) throws {
        programs = try PostgresPrograms()
        folder = parent.appendingPathComponent("sonde-postgres-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        self.settings = try settings.merging(Self.tlsSettings(identity, in: folder)) { $1 }
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

    /// Copies of the certificate and its key, which the server wants to be its own.
    private static func tlsSettings(_ identity: TLSIdentity?, in folder: URL) throws -> [String: String] {
        guard let identity else { return [:] }
        let certificate = folder.appendingPathComponent("server.pem").path
        let key = folder.appendingPathComponent("server.key").path
        try FileManager.default.copyItem(atPath: TestCertificates.certificateFile(of: identity), toPath: certificate)
        try FileManager.default.copyItem(atPath: TestCertificates.keyFile(of: identity), toPath: key)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
        return ["ssl": "on", "ssl_cert_file": certificate, "ssl_key_file": key]
    }

    /// Whether the timescaledb extension is installed beside the server.
    package static var offersTimescale: Bool { (try? PostgresPrograms().hasExtension("timescaledb")) == true }

    /// What a server needs to offer it.
    package static let timescaleSettings = [
        "shared_preload_libraries": "timescaledb", "timescaledb.telemetry_level": "off",
    ]

    private static func freePort() throws -> Int { try RefusingPort().port }

    private var data: String { folder.appendingPathComponent("data").path }

    /// Of the database `postgres`.
    package var url: String { url(of: "postgres") }

    /// With the password as an URL has it.
    private func url(of database: String) -> String {
        let characters = CharacterSet.alphanumerics
        let secret = Self.password.addingPercentEncoding(withAllowedCharacters: characters) ?? ""
        return "postgres://\(Self.user):\(secret)@127.0.0.1:\(port)/\(database)"
    }

    /// Makes a new, empty database; returns its URL.
    package func makeDatabase() throws -> String {
        let name = "sonde_\(UUID().uuidString.prefix(8).lowercased())"
        try programs.run("psql", ["-X", "-q", "-d", url, "-c", "CREATE DATABASE \"\(name)\""])
        return url(of: name)
    }

    /// Checks all tables and indexes of the database `postgres`, each index against its table.
    package func checkIntegrity() throws {
        try programs.run(
            "pg_amcheck",
            [
                "--install-missing", "--heapallindexed", "--no-strict-names", "--relation=api_metrics*",
                "--relation=incident*", "--relation=*rollups*", url,
            ])
    }

    /// Runs statements in a session that stays until it is ended; returns when they were carried out.
    package func hold(_ statements: String, in url: String) throws -> HeldSession {
        try HeldSession(programs, statements, in: url)
    }

    /// Runs statements as `psql` does; they fail as a whole.
    package func run(_ statements: String, in url: String) throws {
        try programs.run("psql", ["-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", statements])
    }

    /// Starts the server again after `stop`; returns when it takes connections.
    package func start() throws {
        // What a server that was killed has left holds up the next one for a moment.
        for _ in 0..<100 {
            let server = try launch()
            while server.isRunning {
                guard (try? programs.run("pg_isready", ["-h", "127.0.0.1", "-p", "\(port)", "-q"])) == nil else {
                    lock.withLock { self.server = server }
                    return
                }
            }
        }
        throw TestSupportError.commandFailed(
            command: "postgres", output: (try? String(contentsOf: log, encoding: .utf8)) ?? "")
    }

    /// Starts it if it has ended by itself; returns when it takes connections.
    package func startIfEnded() throws {
        while lock.withLock({ server?.isRunning == true }) {
            if (try? programs.run("pg_isready", ["-h", "127.0.0.1", "-p", "\(port)", "-q"])) != nil { return }
        }
        try start()
    }

    private var log: URL { folder.appendingPathComponent("log") }

    private func launch() throws -> Process {
        try programs.launch(
            "postgres",
            [
                "-D", data, "-p", "\(port)", "-c", "unix_socket_directories=", "-c", "listen_addresses=127.0.0.1", "-c",
                "max_connections=60", "-c", "shared_buffers=64MB", "-c", "log_min_messages=fatal",
            ] + settings.flatMap { ["-c", "\($0)=\($1)"] }, log: log.path)
    }

    /// Stops the server.
    ///
    /// - Parameter signal: `SIGINT` closes all connections and ends orderly, `SIGQUIT` at once, as after a crash; `SIGKILL`
    ///   leaves its children to notice.
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
