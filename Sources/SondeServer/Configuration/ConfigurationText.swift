/// One scalar of the file with its variables filled in.
struct ConfigurationText {
    /// The text to use. It may hold what a variable holds, so it is never shown in a message.
    let value: String
    /// The text as it stands in the file.
    let raw: String
    let position: Position

    /// True when a variable was filled in or a `$$` became a dollar.
    var isFilledIn: Bool { value != raw }

    /// The text for a message, as the person wrote it.
    var shown: String { quoted(raw) }
}

/// The text in single quotes on one line: control characters escaped, cut after 60 characters.
func quoted(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars.prefix(60) {
        shown += scalar.properties.generalCategory == .control ? scalar.escaped(asASCII: true) : String(scalar)
    }
    return "'\(shown)\(text.unicodeScalars.count > 60 ? "..." : "")'"
}

extension String {
    /// Whether the text has a character that no name and no header may hold: a line break, an escape, a NUL.
    var hasControlCharacter: Bool {
        // Most texts are ASCII, and bytes are many times faster than scalars.
        if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return false }
        return unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
    }

    /// The same, or a blank of any script.
    var hasSpaceOrControlCharacter: Bool {
        if utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) { return false }
        return hasControlCharacter || unicodeScalars.contains { $0.properties.isWhitespace }
    }
}
