/// Text of foreign origin, made fit for a terminal.
package enum TerminalText {
    /// The text on one line, in which no character moves the cursor or turns the order of those after it.
    ///
    /// A space stands in place of each control character (C0, DEL, C1), of each line and paragraph separator (U+2028,
    /// U+2029), and of each bidirectional embedding, override and isolate (U+202A to U+202E, U+2066 to U+2069).
    package static func safe(_ text: String) -> String {
        // Most lines are ASCII, and bytes are many times faster than scalars.
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { isUnsafe($0) ? " " : $0 }))
    }

    /// The same for a text of several lines: the line feeds stay, and each line after the first is indented, so that
    /// none can pass for a line of its own.
    package static func safeLines(_ text: String) -> String {
        text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .map { safe(String($0)) }.joined(separator: "\n  ")
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
