import CPostgres
import Foundation

/// Opens connections to the addresses of a URL's host, one after the other.
///
/// libpq tells the SQLSTATE of a refusal only to who waits for the connection himself.
struct PostgresDialler {
    private let values: [String: [UInt8]]
    private let addresses: [String]
    /// For each address; nil to wait for ever.
    private let patience: Duration?

    init(_ url: PostgresURL) {
        values = Self.defaults.mapValues { Array($0.utf8) }.merging(url.values) { $1 }
        let seconds = url.text("connect_timeout").flatMap(Int.init) ?? Self.patience
        patience = seconds > 0 ? .seconds(seconds) : nil
        // A folder of a socket, and the sockets of Linux that have no folder, are no names.
        if let host = url.text("host"), !host.isEmpty, !"/@".contains(host.prefix(1)), url.text("hostaddr") == nil {
            addresses = hostAddresses(host)
        } else {
            addresses = []
        }
    }

    /// Where the URL does not say otherwise.
    private static let defaults = [
        "fallback_application_name": "sonde",
        // A server that vanished without a word is noticed within half a minute.
        "keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "3", "tcp_user_timeout": "20000",
    ]

    /// In seconds.
    private static let patience = 5

    func connect() throws(Refusal) -> OpaquePointer {
        // A name that is not known is libpq's to tell.
        guard !addresses.isEmpty else { return try connect(values) }
        var refusal = Refusal(words: "it has no address")
        for address in addresses {
            do {
                return try connect(values.merging(["hostaddr": Array(address.utf8)]) { $1 })
            } catch {
                refusal = error
                // Who answered is the server.
                if !error.state.isEmpty { break }
            }
        }
        throw refusal
    }

    private func connect(_ values: [String: [UInt8]]) throws(Refusal) -> OpaquePointer {
        guard let connection = Self.start(values) else { throw Refusal(words: "there is not enough memory") }
        PQsetErrorVerbosity(connection, PQERRORS_VERBOSE)
        let isOpen = wait(for: connection)
        guard isOpen == true else {
            defer { PQfinish(connection) }
            throw isOpen == nil ? Refusal(words: "it did not answer in time") : Refusal(connection)
        }
        PQsetErrorVerbosity(connection, PQERRORS_DEFAULT)
        return connection
    }

    /// Whether it was opened; nil where that took too long.
    private func wait(for connection: OpaquePointer) -> Bool? {
        let deadline = patience.map { ContinuousClock.now + $0 }
        var state = PQstatus(connection) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING
        while state != PGRES_POLLING_OK && state != PGRES_POLLING_FAILED {
            let rest = deadline.map { ContinuousClock.now.duration(to: $0) }
            if let rest, rest <= .zero { return nil }
            let events = state == PGRES_POLLING_READING ? POLLIN : POLLOUT
            var socket = pollfd(fd: PQsocket(connection), events: Int16(events), revents: 0)
            let milliseconds = rest.map { min($0 / .milliseconds(1), 1e9).rounded(.up) } ?? -1
            if poll(&socket, 1, Int32(milliseconds)) > 0 { state = PQconnectPoll(connection) }
        }
        return state == PGRES_POLLING_OK
    }

    private static func start(_ values: [String: [UInt8]]) -> OpaquePointer? {
        let pairs = values.sorted { $0.key < $1.key }
        let names = pairs.map { strdup($0.key) }
        let texts = pairs.map { strdup($0.value.map(CChar.init(bitPattern:)) + [0]) }
        defer { for text in names + texts { free(text) } }
        return PQconnectStartParams(
            names.map { $0.map { UnsafePointer($0) } } + [nil], texts.map { $0.map { UnsafePointer($0) } } + [nil], 0)
    }
}
