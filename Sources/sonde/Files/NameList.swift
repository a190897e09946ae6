import SondeCore

/// Names of columns in a sentence.
enum NameList {
    /// All of them, as far as a person reads on.
    static func of(_ names: [String]) -> String {
        let limit = 50
        let more = names.count > limit ? " and \(names.count - limit) more" : ""
        return names.prefix(limit).joined(separator: ", ") + more
    }

    /// A name of foreign origin.
    static func quoted(_ name: String) -> String {
        let text = TerminalText.safe(String(name.prefix(40)))
        return name.count > 40 ? text + "…" : text
    }
}
