import SondeAlerting
import SondeCore
import Yams

extension MappingReader<TemplateKey> {
    /// Words of a person's own.
    func template() -> MessageTemplate {
        MessageTemplate(title: template(.title), text: template(.text))
    }

    /// A text in Mustache; reported when it does not parse, and noted where it names what no message has.
    private func template(_ key: TemplateKey) -> String? {
        guard let text = nonEmptyText(key) else { return nil }
        let template = key == .title ? MessageTemplate(title: text.value) : MessageTemplate(text: text.value)
        do throws(ChannelFault) {
            try MessageRenderer.check(template)
        } catch {
            report(key, error.sentence, at: text.position)
            return nil
        }
        for variable in MessageRenderer.unknownVariables(in: template) {
            let near = nearestName(to: variable.name, in: variable.known)
            let advice = near.map { "did you mean '\($0)'?" } ?? "known are \(variable.known.joined(separator: ", "))."
            // What a variable of the environment filled in is not in the file, and may be a secret.
            let tag = text.isFilledIn ? nil : context.source.tag(naming: variable.name, from: text.position)
            let shown = text.isFilledIn && !text.raw.contains(variable.name) ? "of this name" : quoted(variable.name)
            context.note(
                "\(path(key)): there is no variable \(shown), so that its place stays empty; \(advice)",
                inColumnAt: tag ?? text.position)
        }
        return text.value
    }
}

extension String {
    /// Where in a file a tag of Mustache, `{{name}}` or `{{#name}}`, first stands from a position on: however YAML writes a
    /// text, its tags stand in it as they are.
    fileprivate func tag(naming name: String, from position: Position) -> Position? {
        var line = position.line
        for text in unicodeScalars.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" })
            .dropFirst(position.line - 1)
        {
            var rest = Substring(text).dropFirst(line == position.line ? position.column - 1 : 0)
            while let start = rest.firstRange(of: "{{") {
                rest = rest[start.upperBound...]
                let inside = rest.firstRange(of: "}}").map { rest[..<$0.lowerBound] } ?? rest
                let words = inside.split { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "-" }
                guard words.contains(Substring(name)) else { continue }
                let column = Substring(text).unicodeScalars.distance(from: text.startIndex, to: start.lowerBound) + 1
                return Position(line: line, column: column)
            }
            line += 1
        }
        return nil
    }
}
