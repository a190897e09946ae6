/// Values that libpq would refuse, in words of its own: a server that is away is worth trying again, these are not.
extension PostgresURL {
    func check() throws(PostgresURLFault) {
        // Each address is tried with its own patience, which needs one host.
        guard [text("host"), text("hostaddr"), text("port")].allSatisfy({ $0?.contains(",") != true }) else {
            throw PostgresURLFault(sentence: "the URL has several hosts; write one.")
        }
        if let port = text("port"), !port.isEmpty {
            guard let number = Int(port), (1...65_535).contains(number) else {
                throw PostgresURLFault(sentence: "the port of the URL is not a number from 1 to 65535.")
            }
        }
        for name in Self.numbers {
            guard let value = text(name), !value.isEmpty else { continue }
            guard Int32(value) != nil else {
                throw PostgresURLFault(sentence: "\(name) in the URL's query is not a whole number; correct it.")
            }
        }
        for (name, known) in Self.choices {
            guard let value = text(name), !value.isEmpty, !known.contains(value) else { continue }
            throw PostgresURLFault(
                sentence: "\(name) in the URL's query is not known; write one of \(known.joined(separator: ", ")).")
        }
    }

    private static let numbers = [
        "connect_timeout", "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count",
        "tcp_user_timeout",
    ]

    private static let choices = [
        ("sslmode", ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"]),
        ("channel_binding", ["disable", "prefer", "require"]),
        ("gssencmode", ["disable", "prefer", "require"]),
        ("target_session_attrs", ["any", "read-write", "read-only", "primary", "standby", "prefer-standby"]),
    ]
}
