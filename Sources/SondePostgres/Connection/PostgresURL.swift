import CPostgres
package import SondeCore

/// Why a connection URL cannot be used. It shows neither the URL nor a value of it.
package struct PostgresURLFault: Error {
    package let sentence: String
}

/// A connection URL taken apart into what libpq calls keywords: it never sees the URL, parts of which its messages show.
///
/// The password ends at the last `@` before the path, as in the rest of Sonde's configuration. Values are bytes, as they
/// need not be UTF-8; empty ones of the part before the query are left out.
package struct PostgresURL {
    private(set) var values: [String: [UInt8]] = [:]

    package init(_ url: Secret) throws(PostgresURLFault) {
        let text = url.reveal()
        guard let scheme = ["postgres://", "postgresql://"].first(where: { text.lowercased().hasPrefix($0) }) else {
            throw PostgresURLFault(sentence: "the URL is not one of PostgreSQL; write postgres://USER@HOST/DATABASE.")
        }
        let whole = text.utf8.dropFirst(scheme.utf8.count)
        let end = whole.firstIndex { "/?#".utf8.contains($0) } ?? whole.endIndex
        let (authority, rest) = (whole[..<end], whole[end...])
        // Often the rest of a password, which then would stand in the database's name.
        guard !rest.contains(where: { "@#".utf8.contains($0) }) else {
            throw PostgresURLFault(
                sentence:
                    "the URL has a '@' or a '#' after its host; write %40 and %23, and in a password %2F for '/' and "
                    + "%3F for '?'.")
        }
        try readAuthority(authority)
        let path = rest.prefix { $0 != UInt8(ascii: "?") }
        try set("dbname", path.dropFirst())
        try readQuery(rest[path.endIndex...].dropFirst())
        try check()
    }

    private mutating func readAuthority(_ authority: Substring.UTF8View) throws(PostgresURLFault) {
        var place = authority
        if let at = authority.lastIndex(of: UInt8(ascii: "@")) {
            place = authority[authority.index(after: at)...]
            let user = authority[..<at].prefix { $0 != UInt8(ascii: ":") }
            try set("user", user)
            try set("password", authority[user.endIndex..<at].dropFirst())
        }
        var host = place.prefix { $0 != UInt8(ascii: ":") }
        var port = place[host.endIndex...]
        if place.first == UInt8(ascii: "[") {
            guard let close = place.firstIndex(of: UInt8(ascii: "]")) else {
                throw PostgresURLFault(sentence: "the URL has a '[' without a ']'; write an IPv6 address as [::1].")
            }
            host = place[..<close].dropFirst()
            port = place[place.index(after: close)...]
        }
        try set("host", host)
        try set("port", port.dropFirst())
    }

    private mutating func readQuery(_ query: Substring.UTF8View) throws(PostgresURLFault) {
        for pair in query.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: true) {
            let name = String(Substring(pair.prefix { $0 != UInt8(ascii: "=") }))
            // Anything else may be a part of a password.
            guard name.utf8.allSatisfy({ isLetter($0) || $0 == UInt8(ascii: "_") }) else {
                throw PostgresURLFault(sentence: "the URL's query has something that is no name; write NAME=VALUE.")
            }
            guard name.utf8.count < pair.count else {
                throw PostgresURLFault(sentence: "the URL's query has a name without a value; write NAME=VALUE.")
            }
            let value = try decoded(pair.dropFirst(name.utf8.count + 1))
            // As JDBC writes it, and libpq reads it.
            if name == "ssl", value == Array("true".utf8) {
                values["sslmode"] = Array("require".utf8)
                continue
            }
            guard Self.keywords.contains(name) else {
                throw PostgresURLFault(
                    sentence: "the URL's query has '\(name)', which libpq does not know; correct it.")
            }
            values[name] = value
        }
    }

    private mutating func set(_ name: String, _ text: Substring.UTF8View) throws(PostgresURLFault) {
        guard !text.isEmpty else { return }
        values[name] = try decoded(text)
    }

    /// What this libpq can be told.
    private static let keywords: Set<String> = {
        guard let options = PQconndefaults() else { return [] }
        defer { PQconninfoFree(options) }
        var names: Set<String> = []
        var option = options
        while let name = option.pointee.keyword {
            names.insert(String(cString: name))
            option += 1
        }
        return names
    }()

    /// The text of a value.
    func text(_ name: String) -> String? { values[name].map { String(decoding: $0, as: UTF8.self) } }
}

private func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
}

/// Percent-decoded; without a zero byte, at which C's texts end.
private func decoded(_ text: Substring.UTF8View) throws(PostgresURLFault) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = text
    while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "%") else {
            bytes.append(byte)
            continue
        }
        let digits = rest.prefix(2)
        guard digits.count == 2, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let value = UInt8(Substring(digits), radix: 16)
        else {
            throw PostgresURLFault(
                sentence: "the URL has a '%' that two hexadecimal digits do not follow; write %25 for it.")
        }
        bytes.append(value)
        rest = rest.dropFirst(2)
    }
    guard !bytes.contains(0) else {
        throw PostgresURLFault(sentence: "the URL has a zero byte (%00), which PostgreSQL does not take; remove it.")
    }
    return bytes
}
