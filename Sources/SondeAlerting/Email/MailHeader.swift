import Foundation
import SondeCore

/// The one way into the head of a message: whatever a value holds, what comes out is one header.
///
/// Line breaks and control characters become spaces, what is not ASCII is encoded (RFC 2047), and long values are folded
/// (RFC 5322, section 2.2.3).
struct MailHeader: Sendable {
    /// `Name: value` with CRLF at its end, and CRLF and a space where it is folded.
    let text: String
    private static let mostColumns = 76

    /// Free text, as a subject.
    init(_ name: String, text value: String) {
        let value = Self.line(value)
        let words =
            Self.isPlain(value)
            ? value.split(separator: " ").map(String.init)
            : Self.encodedWords(of: value, after: name.utf8.count + 2)
        self.init(name, folding: words)
    }

    /// Addresses with their names.
    init(_ name: String, addresses: [MailAddress]) {
        let last = addresses.count - 1
        let pieces = addresses.enumerated().flatMap { index, address in
            Self.phrase(address.name, after: index == 0 ? name.utf8.count + 2 : 1) + [
                (address.name.isEmpty ? address.address : "<\(address.address)>") + (index < last ? "," : "")
            ]
        }
        self.init(name, folding: pieces)
    }

    /// Words that are ASCII and hold neither spaces nor control characters, as message IDs; any that are not are left out.
    init(_ name: String, tokens: [String]) {
        let tokens = tokens.filter { !$0.isEmpty && $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } }
        self.init(name, folding: tokens)
    }

    /// A name in words and an identifier in angle brackets, as of a list.
    init(_ name: String, phrase: String, identifier: String) {
        self.init(name, folding: Self.phrase(phrase, after: name.utf8.count + 2) + ["<\(identifier)>"])
    }

    private init(_ name: String, folding words: [String]) {
        var text = "\(name):"
        var columns = text.utf8.count
        for word in words {
            let isLong = columns + 1 + word.utf8.count > Self.mostColumns && columns > name.utf8.count + 1
            text += isLong ? "\r\n \(word)" : " \(word)"
            columns = (isLong ? 0 : columns) + 1 + word.utf8.count
        }
        self.text = text + "\r\n"
    }

    /// On one line, runs of white space made one space.
    private static func line(_ value: String) -> String {
        TerminalText.safe(value).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Whether it can stand as it is: ASCII, no word too long for a line, nothing that reads as an encoded word.
    private static func isPlain(_ value: String) -> Bool {
        value.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !value.contains("=?")
            && value.split(separator: " ").allSatisfy { $0.utf8.count <= 60 }
    }

    private static func phrase(_ name: String, after column: Int) -> [String] {
        let name = line(name)
        guard !name.isEmpty else { return [] }
        guard isPlain(name) else { return encodedWords(of: name, after: column) }
        let isAtoms = name.unicodeScalars.allSatisfy {
            CharacterSet.alphanumerics.contains($0) || "!#$%&'*+-/=?^_`{|}~ ".unicodeScalars.contains($0)
        }
        guard !isAtoms else { return name.split(separator: " ").map(String.init) }
        let escaped = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(escaped)\"".split(separator: " ").map(String.init)
    }

    /// Pieces that fit into a line, the first one after what stands there already; no character is torn apart.
    private static func encodedWords(of value: String, after column: Int) -> [String] {
        var words: [String] = []
        // 12 characters of each are the frame, and three bytes make four.
        var room = max(6, (mostColumns - 12 - column) / 4 * 3)
        var piece: [UInt8] = []
        func end() {
            guard !piece.isEmpty else { return }
            words.append("=?UTF-8?B?\(Data(piece).base64EncodedString())?=")
            piece.removeAll()
            room = 45
        }
        for scalar in value.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if piece.count + bytes.count > room { end() }
            piece += bytes
        }
        end()
        return words
    }
}
