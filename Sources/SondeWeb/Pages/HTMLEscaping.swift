import Mustache

/// Escapes text for HTML content and quoted attributes.
///
/// swift-mustache compares whole `Character`s and so lets a quote pass that carries a combining accent, though a
/// browser still sees the quote. This looks at bytes.
struct HTMLEscaping: MustacheContentType {
    /// The name under which templates ask for it.
    static let name = "ESCAPED_HTML"

    func escapeText(_ text: String) -> String {
        guard text.utf8.contains(where: { Self.entity($0) != nil }) else { return text }
        var escaped: [UInt8] = []
        escaped.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 {
            if let entity = Self.entity(byte) {
                escaped.append(contentsOf: entity.utf8)
            } else {
                escaped.append(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    private static func entity(_ byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        case UInt8(ascii: "`"): "&#96;"
        case 0: "\u{FFFD}"
        default: nil
        }
    }
}
