import SondeCore
import SondePostgres

extension MappingReader<StoreKey> {
    /// A connection URL as libpq reads it, its query included: `?sslmode=verify-full&sslrootcert=/etc/ssl/db.pem`.
    func postgres(_ text: ConfigurationText) -> StoreConfiguration.Kind? {
        do {
            let url = try TargetURL(text.value)
            let database = url.rest.prefix { $0 != "?" && $0 != "#" }.dropFirst()
            guard !database.isEmpty else {
                report(.url, "the URL names no database; write postgres://USER@HOST/DATABASE.", at: text.position)
                return nil
            }
            if let fault = faultOfPostgres(text.value) {
                report(.url, fault.sentence, at: text.position)
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

/// What a connection would find wrong with the URL, found before one is needed.
private func faultOfPostgres(_ url: String) -> PostgresURLFault? {
    do {
        _ = try PostgresURL(Secret(url))
        return nil
    } catch {
        return error
    }
}

extension ConfigurationContext {
    /// The store that `DB_HOST` and its companions name; nil when `DB_HOST` is not set.
    ///
    /// Without `DB_HOST` the others are not looked at: Kubernetes sets a `DB_PORT` of its own beside a service `db`.
    func postgresOfVariables() -> StoreConfiguration.Kind? {
        guard let host = variables.nonEmpty("DB_HOST") else { return nil }
        guard isHost(host) || isIPv6(host) else {
            report(variables.problem("DB_HOST", "the value is not the name or the address of a host."))
            return nil
        }
        guard let port = Int(variables.nonEmpty("DB_PORT") ?? "5432"), (1...65_535).contains(port) else {
            report(variables.problem("DB_PORT", "the value is not a port; write a number from 1 to 65535."))
            return nil
        }
        guard let encryption = encryptionOfVariables() else { return nil }
        let user = variables.nonEmpty("DB_USER") ?? "postgres"
        let database = variables.nonEmpty("DB_NAME") ?? user
        let password = variables.nonEmpty("DB_PASS").map { ":" + percentEncoded($0) } ?? ""
        let hostPart = host.contains(":") ? "[\(host)]" : host
        let url = "postgres://\(percentEncoded(user))\(password)@\(hostPart):\(port)/\(percentEncoded(database))"
        return .postgres(
            url: Secret(url + encryption),
            description: placeOfDatabase(user: user, host: host, port: port, database: database))
    }

    /// libpq's words for how much of the connection is encrypted and checked.
    private static let encryptionModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"]

    /// The query that `DB_SSLMODE` and `DB_SSLROOTCERT` make; nil, reported, when it cannot be used.
    private func encryptionOfVariables() -> String? {
        var query: [String] = []
        if let mode = variables.nonEmpty("DB_SSLMODE") {
            guard Self.encryptionModes.contains(mode) else {
                let modes = Self.encryptionModes.dropLast().joined(separator: ", ")
                report(variables.problem("DB_SSLMODE", "the value is not known; write \(modes) or verify-full."))
                return nil
            }
            query.append("sslmode=\(mode)")
        }
        if let certificate = variables.nonEmpty("DB_SSLROOTCERT") {
            // libpq's word for the certificates of the system.
            let file = certificate == "system" ? certificate : path(certificate)
            query.append("sslrootcert=\(percentEncoded(file))")
        }
        return query.isEmpty ? "" : "?" + query.joined(separator: "&")
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
