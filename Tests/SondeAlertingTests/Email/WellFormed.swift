import Testing

/// Whether every element of a page is ended where it must be.
enum WellFormed {
    private static let empty: Set<String> = ["meta", "br", "!doctype"]

    static func check(_ html: String) throws {
        var open: [String] = []
        var rest = html[...]
        while let start = rest.firstIndex(of: "<") {
            let end = try #require(
                rest[start...].firstIndex(of: ">"), "A tag is not ended: \(rest[start...].prefix(80))")
            let tag = rest[rest.index(after: start)..<end]
            rest = rest[rest.index(after: end)...]
            #expect(tag.count { $0 == "\"" }.isMultiple(of: 2), "An attribute is not ended: \(tag)")
            let name = tag.drop { $0 == "/" }.prefix { !$0.isWhitespace }.lowercased()
            if tag.hasPrefix("/") {
                try #require(open.popLast() == name, "</\(name)> ends what is not begun")
            } else if !empty.contains(name) {
                open.append(name)
            }
        }
        #expect(open.isEmpty, "not ended: \(open)")
    }
}
