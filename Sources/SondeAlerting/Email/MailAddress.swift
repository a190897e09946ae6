import SondeCore

/// An e-mail address, with or without a name: `alerts@example.com`, `Sonde <alerts@example.com>`.
struct MailAddress: Sendable, Hashable {
    /// Empty when none is given.
    var name: String
    /// `local@domain`, in ASCII.
    var address: String

    var domain: String { String(address[address.index(after: address.lastIndex(of: "@") ?? address.startIndex)...]) }

    /// - Parameter key: Where it stands, for the fault.
    /// - Throws: A sentence that says what is wrong with the text.
    init(_ text: String, key: String) throws(ChannelFault) {
        // Whitespace at the ends comes from lists in YAML and `.env`; within, a line break would begin a header.
        let text = text.trimmed
        guard !text.unicodeScalars.contains(where: \.isControl) else {
            throw ChannelFault(
                key,
                "'\(TerminalText.safe(text))' holds a line break or another control character. "
                    + "Write one address in one line, and several as a list.")
        }
        if text.hasSuffix(">"), let bracket = text.lastIndex(of: "<") {
            address = String(text[text.index(after: bracket)...].dropLast())
            name = String(text[..<bracket]).trimmed
            if name.count >= 2, name.hasPrefix("\""), name.hasSuffix("\"") {
                name = String(name.dropFirst().dropLast())
            }
        } else {
            (name, address) = ("", text)
        }
        try check(text, key)
    }

    private func check(_ text: String, _ key: String) throws(ChannelFault) {
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, address.utf8.count <= 254, (1...64).contains(parts[0].utf8.count),
            Self.isLocalPart(parts[0]), Self.isDomain(parts[1])
        else {
            let hint =
                address.utf8.allSatisfy { $0 < 0x80 } ? "" : " It must be ASCII; of a domain, write the xn-- form."
            throw ChannelFault(
                key,
                "'\(text)' is no e-mail address. Write ops@example.com or "
                    + "Operations <ops@example.com>.\(hint)")
        }
    }

    private static func isLocalPart(_ text: Substring) -> Bool {
        !text.hasPrefix(".") && !text.hasSuffix(".") && !text.contains("..")
            && text.utf8.allSatisfy { isAlphanumeric($0) || "!#$%&'*+-/=?^_`{|}~.".utf8.contains($0) }
    }

    private static func isDomain(_ text: Substring) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            !label.isEmpty && label.utf8.count <= 63 && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
        }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}

extension StringProtocol {
    /// Without whitespace and line breaks at its ends.
    var trimmed: String {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}

extension Unicode.Scalar {
    var isControl: Bool {
        value < 0x20 || (0x7F...0x9F).contains(value) || value == 0x2028 || value == 0x2029
    }
}
