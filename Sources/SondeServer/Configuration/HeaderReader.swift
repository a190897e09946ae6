import SondeCore
import Yams

extension MappingReader {
    /// Headers laid over those of `defaults`: one of the same name takes the place of the default, `~` removes it.
    func headers(_ key: Key, over defaults: [Endpoint.Header]) -> [Endpoint.Header] {
        guard let node = node(key) else { return defaults }
        guard case .mapping(let mapping) = node else {
            report(key, "headers are a mapping; write headers: {NAME: VALUE}.", at: node.position)
            return defaults
        }
        var headers = defaults
        var written: [String: Position] = [:]
        for entry in context.entries(of: mapping, path: path(key)) {
            guard isToken(entry.name) else {
                report(key, "a header's name may hold letters, digits and !#$%&'*+-.^_`|~ only.", at: entry.position)
                continue
            }
            let lowercased = entry.name.lowercased()
            if let first = written.updateValue(entry.position, forKey: lowercased) {
                report(
                    key, "the header '\(entry.name)' is already in line \(first.line); leave one of them out.",
                    at: entry.position)
            }
            let index = headers.firstIndex { $0.name.lowercased() == lowercased }
            if entry.value.isNull {
                if let index {
                    headers.remove(at: index)
                } else {
                    report(key, "this header has no value; write NAME: VALUE.", at: entry.position)
                }
            } else if let value = headerValue(entry, key) {
                let header = Endpoint.Header(name: entry.name, value: value)
                if let index { headers[index] = header } else { headers.append(header) }
            }
        }
        return headers
    }

    private func headerValue(_ entry: MappingEntry, _ key: Key) -> Secret? {
        guard let text = context.text(entry.value, path: "\(path(key)).\(entry.name)") else { return nil }
        // A tab is allowed inside a value (RFC 9110, section 5.5).
        guard !text.value.hasControlCharacter || !text.value.filter({ $0 != "\t" }).hasControlCharacter else {
            report(
                key,
                "the value of '\(entry.name)' has a line break or a control character in it; write it on one line.",
                at: text.position)
            return nil
        }
        return Secret(text.value)
    }
}

/// RFC 9110's token: the form of a header's name and of a method.
package func isToken(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { isLetterOrDigit($0) || "!#$%&'*+-.^_`|~".utf8.contains($0) }
}
