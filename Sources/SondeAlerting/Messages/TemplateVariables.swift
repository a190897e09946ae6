import SondeCore

/// A name in a person's template that means nothing there: its place would be empty in every message.
package struct UnknownVariable: Sendable, Hashable {
    package var name: String
    /// From 1 on, in the template; of the tag that names it.
    package var line: Int
    package var column: Int
    /// Those that mean something there, in alphabetical order.
    package var known: [String]

    /// For people: where it is, and what may stand there.
    package var sentence: String {
        "Line \(line), column \(column) of the template: there is no variable '\(name)', so that its place stays empty. "
            + "Known are \(known.joined(separator: ", "))."
    }
}

/// Reads which variables a template in Mustache names, tag by tag, and which of them are known where they stand.
///
/// Templates with delimiters of their own, parents and pragmas are left alone from there on: whoever writes those knows
/// more of Mustache than is checked here.
struct TemplateVariables {
    private let text: String
    /// What may stand anywhere, and in the sections of a list beside it.
    private let common: Set<String>
    private let lists: [String: Set<String>]

    init(_ text: String, common: Set<String>, lists: [String: Set<String>]) {
        self.text = text
        self.common = common
        self.lists = lists
    }

    /// In the order in which they stand.
    var unknown: [UnknownVariable] {
        var found: [UnknownVariable] = []
        var sections: [String] = []
        var rest = text[...]
        while let start = rest.firstRange(of: "{{") {
            let isTriple = rest[start.upperBound...].hasPrefix("{")
            guard let end = rest[start.upperBound...].firstRange(of: isTriple ? "}}}" : "}}") else { break }
            let inside = rest[start.upperBound..<end.lowerBound].drop { $0 == "{" || $0.isWhitespace }
            rest = rest[end.upperBound...]
            guard let sigil = inside.first, !"=<>$%".contains(sigil) else { break }
            if sigil == "!" { continue }
            let name = Self.name(inside)
            if sigil == "/" {
                _ = sections.popLast()
                continue
            }
            let known = known(in: sections)
            if let first = name.split(separator: ".").first.map(String.init), !known.contains(first) {
                found.append(at(start.lowerBound, first, known))
            }
            if "#^".contains(sigil) { sections.append(name) }
        }
        return found
    }

    /// `endpoint` of `#endpoint`, `& endpoint` and `uppercased(endpoint)`.
    private static func name(_ inside: Substring) -> String {
        let name = inside.drop { "#^/&".contains($0) || $0.isWhitespace }
        let argument = name.split(separator: "(").last ?? name
        return argument.filter { $0 != ")" && !$0.isWhitespace }
    }

    private func known(in sections: [String]) -> Set<String> {
        sections.reduce(common) { $0.union(lists[$1] ?? []) }
    }

    private func at(_ place: String.Index, _ name: String, _ known: Set<String>) -> UnknownVariable {
        let before = text[..<place]
        let line = before.count(where: \.isNewline) + 1
        let column = before.reversed().prefix { !$0.isNewline }.count + 1
        return UnknownVariable(name: name, line: line, column: column, known: known.sorted())
    }
}
