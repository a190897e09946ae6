import SondeCore
import Yams

extension MappingReader<RootKey> {
    /// The store: PostgreSQL when `DB_HOST` is set, else what `store` says, else `sonde.db` beside the configuration.
    func store() -> StoreConfiguration {
        var store = StoreConfiguration(kind: .sqlite(path: context.path("sonde.db")))
        if let node = node(.store), let reader = MappingReader<StoreKey>(node, path: path(.store), in: context) {
            // Raw measurements of less than an hour would leave the detector nothing to learn from.
            if let retention = reader.duration(.retention, in: .seconds(3_600) ... .seconds(3_650 * 86_400)) {
                store.retention = retention
            }
            if let kind = reader.kind() { store.kind = kind }
        }
        if let kind = context.postgresOfVariables() { store.kind = kind }
        return store
    }
}

extension MappingReader<StoreKey> {
    fileprivate func kind() -> StoreConfiguration.Kind? {
        guard let text = nonEmptyText(.url) else { return nil }
        if let path = sqlitePath(text.value) {
            if !path.isEmpty, path != ":memory:", !path.hasControlCharacter { return file(path, text) }
            report(.url, "the database must be a file; write for example sqlite:sonde.db.", at: text.position)
        } else if text.value.hasPrefix("postgres://") || text.value.hasPrefix("postgresql://") {
            guard let kind = postgres(text) else { return nil }
            report(.url, "PostgreSQL is not supported by this version; use sqlite:PATH.", at: text.position)
            return kind
        } else {
            report(.url, "the URL must begin with sqlite:, as in sqlite:sonde.db.", at: text.position)
        }
        return nil
    }

    private func file(_ path: String, _ text: ConfigurationText) -> StoreConfiguration.Kind? {
        let full = context.path(path)
        guard full.hasSuffix("/") || isFolder(full) else { return .sqlite(path: full) }
        let example = text.isFilledIn ? "sqlite:FOLDER/sonde.db" : "sqlite:\(joinedPath(path, "sonde.db"))"
        report(
            .url, "\(text.shown) is a folder; name the database's file in it, as in \(example).", at: text.position)
        return nil
    }

    /// The path after `sqlite:`; an empty authority (`sqlite:///path`) is accepted as elsewhere.
    private func sqlitePath(_ text: String) -> String? {
        guard text.hasPrefix("sqlite:") else { return nil }
        let path = text.dropFirst("sqlite:".count)
        return String(path.hasPrefix("//") ? path.dropFirst(2) : path)
    }

    private func postgres(_ text: ConfigurationText) -> StoreConfiguration.Kind? {
        do {
            let url = try TargetURL(text.value)
            let database = url.rest.prefix { $0 != "?" && $0 != "#" }.dropFirst()
            guard !database.isEmpty else {
                report(.url, "the URL names no database; write postgres://USER@HOST/DATABASE.", at: text.position)
                return nil
            }
            let description = placeOfDatabase(
                user: url.user, host: url.host, port: url.port, database: String(database))
            return .postgres(url: Secret(text.value), description: description)
        } catch {
            report(.url, error.sentence, at: text.position)
            return nil
        }
    }
}

extension ConfigurationContext {
    /// The store that `DB_HOST` and its companions name; nil when `DB_HOST` is not set.
    ///
    /// Without `DB_HOST` the others are not looked at: Kubernetes sets a `DB_PORT` of its own beside a service `db`.
    fileprivate func postgresOfVariables() -> StoreConfiguration.Kind? {
        guard let host = variables.nonEmpty("DB_HOST") else { return nil }
        guard isHost(host) || isIPv6(host) else {
            report(variables.problem("DB_HOST", "the value is not the name or the address of a host."))
            return nil
        }
        guard let port = Int(variables.nonEmpty("DB_PORT") ?? "5432"), (1...65_535).contains(port) else {
            report(variables.problem("DB_PORT", "the value is not a port; write a number from 1 to 65535."))
            return nil
        }
        let sentence =
            "the store would be PostgreSQL, which is not supported by this version; remove DB_HOST and use "
            + "store: {url: \"sqlite:PATH\"}."
        report(variables.problem("DB_HOST", sentence))
        let user = variables.nonEmpty("DB_USER") ?? "postgres"
        let database = variables.nonEmpty("DB_NAME") ?? user
        let password = variables.nonEmpty("DB_PASS").map { ":" + percentEncoded($0) } ?? ""
        let hostPart = host.contains(":") ? "[\(host)]" : host
        let url = "postgres://\(percentEncoded(user))\(password)@\(hostPart):\(port)/\(percentEncoded(database))"
        return .postgres(
            url: Secret(url), description: placeOfDatabase(user: user, host: host, port: port, database: database))
    }
}

/// `user@host:port/database`, to be shown.
private func placeOfDatabase(user: String?, host: String, port: Int?, database: String) -> String {
    let host = host.contains(":") ? "[\(host)]" : host
    return (user.map { $0 + "@" } ?? "") + "\(host):\(port ?? 5432)/\(database)"
}

/// The text with every byte but RFC 3986's unreserved ones percent-encoded.
private func percentEncoded(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
        if isLetterOrDigit(byte) || "-._~".utf8.contains(byte) {
            encoded.unicodeScalars.append(Unicode.Scalar(byte))
        } else {
            let digits = String(byte, radix: 16, uppercase: true)
            encoded += digits.utf8.count == 1 ? "%0" + digits : "%" + digits
        }
    }
    return encoded
}
