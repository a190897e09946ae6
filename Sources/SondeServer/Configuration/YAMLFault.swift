import Yams

/// What is wrong with a text as YAML: one sentence and a place. It never quotes a value, which may be a secret.
struct YAMLFault: Error {
    let sentence: String
    let position: Position?

    init(_ error: any Error, in yaml: String) {
        switch error as? YamlError {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let beginning = context.map { Position($0.mark) }
            // Where these are found says nothing: it is often the end of the file.
            let beginsEarlier = [
                "found unexpected end of stream", "found unexpected document indicator", "could not find expected ':'",
            ].contains(problem)
            position = (beginsEarlier ? beginning : nil) ?? Position(mark)
            sentence = Self.sentence(for: problem, since: beginning, at: Position(mark), in: yaml)
        case .duplicatedKeysInMapping(let keys, let context):
            let first = Position(context.mark)
            let key = keys.first ?? ""
            position = secondPlace(of: key, after: first, in: yaml) ?? first
            let place = position == first ? "in one mapping" : "(first in line \(first.line))"
            sentence = "the key \(quoted(key)) stands twice \(place); leave one of them out."
        case .reader:
            position = firstControlCharacter(in: yaml)
            sentence = "this is not valid YAML: a control character stands here; remove it."
        default:
            position = nil
            sentence = "this is not valid YAML."
        }
    }

    /// libyaml's words, which name no value, in ours.
    private static func sentence(
        for problem: String, since beginning: Position?, at position: Position, in yaml: String
    ) -> String {
        let line = beginning?.line ?? position.line
        switch problem {
        case "mapping values are not allowed in this context":
            return "a ':' may not stand here; put the value in quotes, or indent the line like those above it."
        case "did not find expected key":
            return "this does not fit the mapping that begins in line \(line); check the indentation and the quotes."
        case "did not find expected node content":
            return "a value is missing here; add it, or close what is open above."
        case "did not find expected '-' indicator":
            return "this does not fit the list that begins in line \(line); begin the line with '- ', "
                + "and put a condition in quotes: \"[STATUS] == 200\"."
        case "did not find expected ',' or ']'":
            return "the list that begins in line \(line) is not closed; add ']', or put the text in quotes."
        case "did not find expected ',' or '}'":
            return "the mapping that begins in line \(line) is not closed; add '}', or put the text in quotes."
        case "could not find expected ':'":
            return "this is neither 'key: value' nor part of the value above it; check the indentation and the quotes."
        case "found unexpected end of stream", "found unexpected document indicator":
            return "the quote that begins here is not closed."
        case "found undefined alias":
            // Not shown: a password that begins with '*' looks like an alias.
            return "this alias names nothing above it; write &NAME before the value that it stands for, "
                + "or put a text that begins with '*' in quotes."
        case "found character that cannot start any token":
            return character(at: position, in: yaml) == "\t"
                ? "a tab may not indent YAML; use spaces."
                : "a value may not begin with this character; put it in quotes."
        case "found unknown escape character":
            return "this escape is unknown in double quotes; use single quotes, or write \\\\ for a backslash."
        case "but found another document":
            return "a second document ('---') begins here; a configuration is one document."
        case let nesting where nesting.hasPrefix("Maximum nesting level reached"):
            return "this is nested too deeply."
        default:
            return "this is not valid YAML: \(problem)."
        }
    }
}

/// The line of a position, as scalars: libyaml counts columns in them.
private func scalars(of line: Int, in yaml: String) -> Substring.UnicodeScalarView {
    let lines = yaml.unicodeScalars.split(maxSplits: line, omittingEmptySubsequences: false) { $0 == "\n" }
    return lines.count >= line ? lines[line - 1] : Substring().unicodeScalars
}

private func character(at position: Position, in yaml: String) -> Unicode.Scalar? {
    scalars(of: position.line, in: yaml).dropFirst(position.column - 1).first
}

private func firstControlCharacter(in yaml: String) -> Position? {
    var position = Position(line: 1, column: 1)
    for scalar in yaml.unicodeScalars {
        if scalar == "\n" {
            position = Position(line: position.line + 1, column: 1)
        } else if (scalar.value < 0x20 && scalar != "\t" && scalar != "\r") || (0x7F...0x9F).contains(scalar.value) {
            return position
        } else {
            position.column += 1
        }
    }
    return nil
}

/// Where a key of a block mapping stands again: on a later line in the same column, before any line further left.
/// Yams only tells the first place.
private func secondPlace(of key: String, after first: Position, in yaml: String) -> Position? {
    let lines = yaml.unicodeScalars.split(omittingEmptySubsequences: false) { $0 == "\n" }
    for (index, line) in lines.enumerated().dropFirst(first.line) {
        let text = line.drop { $0 == " " }
        guard let start = text.first, start != "#", start != "\r" else { continue }
        let column = text.startIndex.utf16Offset(in: yaml) - line.startIndex.utf16Offset(in: yaml) + 1
        if column < first.column { return nil }
        let word = text.prefix { $0 != ":" && $0 != " " }
        let name = word.first == "\"" || word.first == "'" ? word.dropFirst().dropLast() : word
        if column == first.column, String(name) == key { return Position(line: index + 1, column: column) }
    }
    return nil
}
