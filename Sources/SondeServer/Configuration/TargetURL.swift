import SondeCore

/// Why a text is no URL that can be used. It never shows the text, which may hold a password.
struct URLFault: Error {
    let sentence: String
}

/// A URL taken apart as far as a configuration needs: RFC 3986's authority, with international host names allowed.
struct TargetURL {
    /// In lower case.
    let scheme: String
    let host: String
    let port: Int?
    /// Percent-decoded.
    let user: String?
    /// Percent-decoded.
    let password: Secret?
    /// What follows host and port, from `/`, `?` or `#` on.
    let rest: Substring
    /// The URL without user and password.
    let text: String

    init(_ text: String) throws(URLFault) {
        guard !text.isEmpty else { throw URLFault(sentence: "the URL is empty; write for example https://HOST/PATH.") }
        guard !text.hasSpaceOrControlCharacter else {
            throw URLFault(sentence: "the URL has a space or a line break in it; write %20 for a space.")
        }
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), text[colon...].hasPrefix("://"),
            isScheme(text[..<colon])
        else {
            throw URLFault(sentence: "the URL has no scheme; write https:// or http:// before it.")
        }
        scheme = text[..<colon].lowercased()
        let start = text.utf8.index(colon, offsetBy: 3)
        let end = text.utf8[start...].firstIndex { "/?#".utf8.contains($0) } ?? text.endIndex
        rest = text[end...]
        let authority = text[start..<end]
        let place: Substring
        if let at = authority.utf8.lastIndex(of: UInt8(ascii: "@")) {
            let words = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            user = try decoded(words[0])
            password = words.count > 1 ? Secret(try decoded(words[1])) : nil
            place = authority[authority.utf8.index(after: at)...]
        } else {
            (user, password, place) = (nil, nil, authority)
        }
        (host, port) = try hostAndPort(place, of: scheme)
        self.text = String(text[..<start] + place + rest)
        try checkPercents(rest)
    }
}

private func isScheme(_ text: Substring) -> Bool {
    guard let first = text.utf8.first, isLetterOrDigit(first), first >= UInt8(ascii: "A") else { return false }
    return text.utf8.allSatisfy { isLetterOrDigit($0) || "+-.".utf8.contains($0) }
}

/// A host, or an IPv6 address without its brackets, and a port from 1 to 65535.
private func hostAndPort(_ text: Substring, of scheme: String) throws(URLFault) -> (String, Int?) {
    var host = text
    var port: Substring?
    if text.first == "[" {
        guard let close = text.firstIndex(of: "]") else {
            throw URLFault(sentence: "the URL has a '[' without a ']'; write an IPv6 address as [::1].")
        }
        host = text[text.index(after: text.startIndex)..<close]
        let after = text[text.index(after: close)...]
        guard after.isEmpty || after.first == ":", isIPv6(host) else {
            throw URLFault(
                sentence: "what stands in brackets in the URL is not an IPv6 address; write for example [::1].")
        }
        port = after.isEmpty ? nil : after.dropFirst()
    } else {
        if let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) {
            host = text[..<colon]
            port = text[text.utf8.index(after: colon)...]
        }
        guard !host.isEmpty else {
            let isDatabase = scheme == "postgres" || scheme == "postgresql"
            let example = isDatabase ? "postgres://USER@HOST/DATABASE" : "https://HOST/PATH"
            throw URLFault(sentence: "the URL has no host; write for example \(example).")
        }
        guard isHost(host) else { throw URLFault(sentence: "the host of the URL is not a name or an address.") }
    }
    guard let port, !port.isEmpty else { return (String(host), nil) }
    guard port.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let number = Int(port),
        (1...65_535).contains(number)
    else { throw URLFault(sentence: "the port of the URL is not a number from 1 to 65535.") }
    return (String(host), number)
}

/// Letters of any script, digits, `-`, `_`, and dots between labels; a dot at the end marks a fully qualified name.
func isHost(_ text: some StringProtocol) -> Bool {
    let dot = UInt8(ascii: ".")
    var previous = dot
    for byte in text.utf8 {
        guard
            isLetterOrDigit(byte) || byte >= 0x80 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
                || byte == dot && previous != dot
        else { return false }
        previous = byte
    }
    return (1...255).contains(text.utf8.count)
}

/// ASCII only.
func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
    default: false
    }
}

/// Roughly: hexadecimal digits, at least two colons, dots of an embedded IPv4 address, a zone after `%`.
func isIPv6(_ text: some StringProtocol) -> Bool {
    let words = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = words.first, words.count == 1 || !words[1].isEmpty else { return false }
    return address.count { $0 == ":" } >= 2 && address.allSatisfy { $0.isHexDigit && $0.isASCII || ":.".contains($0) }
}

/// Percent-decoded text of the part before the `@`.
private func decoded(_ text: Substring) throws(URLFault) -> String {
    try checkPercents(text)
    var bytes: [UInt8] = []
    var rest = text.utf8
    while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "%"), let value = UInt8(Substring(rest.prefix(2)), radix: 16) {
            bytes.append(value)
            rest = rest.dropFirst(2)
        } else {
            bytes.append(byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}

private func checkPercents(_ text: Substring) throws(URLFault) {
    var rest = text.utf8
    while let percent = rest.firstIndex(of: UInt8(ascii: "%")) {
        rest = rest[rest.index(after: percent)...]
        let digits = Substring(rest.prefix(2))
        guard digits.utf8.count == 2, digits.allSatisfy({ $0.isHexDigit && $0.isASCII }) else {
            throw URLFault(sentence: "the URL has a '%' that two hexadecimal digits do not follow; write %25 for it.")
        }
    }
}
