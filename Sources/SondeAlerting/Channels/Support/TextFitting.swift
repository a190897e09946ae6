/// Texts within the limits of those who take them. Lengths are counted in UTF-16 units, the largest of the counts in use.
extension String {
    /// The text, with an ellipsis at its end where it had to be cut.
    func limited(to limit: Int, length: (String) -> Int = { $0.utf16.count }) -> String {
        fitted(to: limit, escaping: [:], length: length)
    }

    /// The text with each of some characters written otherwise; cut where it would then be too long.
    func fitted(
        to limit: Int = .max, escaping replacements: [Character: String],
        length: (String) -> Int = { $0.utf16.count }
    ) -> String {
        var text = ""
        var used = 0
        let room = limit - length("…")
        // What is kept when the ellipsis must still fit.
        var kept = text.endIndex
        for character in self {
            let written = replacements[character] ?? String(character)
            guard used + length(written) <= limit else { return text[..<kept] + "…" }
            text += written
            used += length(written)
            if used <= room { kept = text.endIndex }
        }
        return text
    }

    /// Percent-encoded but for the unreserved characters (RFC 3986, section 2.3), so that it fits any part of a URL.
    var percentEncoded: String { encoded(except: "-._~") }

    /// A link with what no URI may hold percent-encoded: one that is refused would take the whole message with it.
    var uriText: String {
        // Brackets stand around an IPv6 address, and nowhere else.
        let host = prefixMatch(of: /[a-z]+:\/\/[^\/?#]*/)?.0 ?? ""
        return String(host).encoded(except: "-._~:/[]@!$&'()*+,;=%")
            + String(dropFirst(host.count)).encoded(except: "-._~:/?#@!$&'()*+,;=%")
    }

    private func encoded(except kept: String) -> String {
        let kept = Set(kept.utf8)
        return utf8.reduce(into: "") { text, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            case _ where kept.contains(byte): text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                text += "%" + String(byte >> 4, radix: 16).uppercased() + String(byte & 15, radix: 16).uppercased()
            }
        }
    }
}
