/// A URL as it may be shown: without user, password, query and fragment, any of which may hold a secret.
package enum DisplayURL {
    package static func text(_ url: String) -> String {
        var rest = url[...]
        if let end = rest.firstIndex(where: { $0 == "?" || $0 == "#" }) { rest = rest[..<end] }
        guard let separator = rest.range(of: "://") else { return String(rest) }
        let authorityStart = separator.upperBound
        let authorityEnd = rest[authorityStart...].firstIndex(of: "/") ?? rest.endIndex
        guard let at = rest[authorityStart..<authorityEnd].lastIndex(of: "@") else { return String(rest) }
        return String(rest[..<authorityStart]) + String(rest[rest.index(after: at)...])
    }
}

extension Substring {
    fileprivate func range(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
