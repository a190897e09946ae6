extension Placeholder {
    /// Reads the placeholder that is all of an operand; nil when the text is a value like `[1,2]` or `[::1]`.
    init?(parsing text: Substring) throws(ConditionSyntaxError) {
        let inside = text.dropFirst()
        let written = inside.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "_- ".contains($0)) }
        guard let first = written.first, first.isLetter else { return nil }
        let rest = inside[written.endIndex...]
        guard rest.first == "]" else {
            guard let name = Name(rawValue: written.prefix { $0 != " " }.uppercased()) else { return nil }
            throw ConditionSyntaxError("missing ] in \(text); write [\(name.rawValue)]")
        }
        guard let name = Name(rawValue: written.uppercased()) else { throw Placeholder.unknown(written) }
        try self.init(name, path: rest.dropFirst())
    }

    /// Reads the argument of `len()` or `has()`, which must be a placeholder.
    init(argumentOf function: String, _ text: Substring) throws(ConditionSyntaxError) {
        guard text.first == "[", let placeholder = try Placeholder(parsing: text) else {
            throw ConditionSyntaxError("\(function)() takes a placeholder, as in \(function)([BODY].name)")
        }
        self = placeholder
    }

    private init(_ name: Name, path: Substring) throws(ConditionSyntaxError) {
        guard path.count(where: { $0 == "(" }) == path.count(where: { $0 == ")" }) else {
            throw ConditionSyntaxError("unbalanced parenthesis in [\(name.rawValue)]\(path)")
        }
        switch name {
        case .body: self = .body(try JSONPath(parsing: path))
        case .headers: self = .header(try Placeholder.headerName(path))
        default:
            guard let placeholder = name.placeholder, path.isEmpty else {
                throw ConditionSyntaxError("unexpected \(path.trimmed) after [\(name.rawValue)]")
            }
            self = placeholder
        }
    }

    private static func headerName(_ path: Substring) throws(ConditionSyntaxError) -> String {
        // The characters of a token in RFC 9110, section 5.6.2.
        let isName = path.dropFirst().utf8.allSatisfy { byte in
            let scalar = Unicode.Scalar(byte)
            return scalar.properties.isAlphabetic && scalar.isASCII || (0x30...0x39).contains(byte)
                || "!#$%&'*+-.^_`|~".unicodeScalars.contains(scalar)
        }
        guard path.first == ".", path.count > 1, isName else {
            throw ConditionSyntaxError("[HEADERS] takes the name of a header, as in [HEADERS].content-type")
        }
        return path.dropFirst().lowercased()
    }

    private static func unknown(_ written: Substring) -> ConditionSyntaxError {
        if let foreign = foreign[written.uppercased()] {
            return ConditionSyntaxError("[\(written)] \(foreign)")
        }
        let name = String(written.map { $0 == " " || $0 == "-" ? "_" : $0 })
        guard let nearest = nearestName(to: name, in: Name.all) else {
            let known = Name.all.map { "[\($0)]" }.joined(separator: ", ")
            return ConditionSyntaxError("unknown placeholder [\(written)]; known are \(known)")
        }
        return ConditionSyntaxError("unknown placeholder [\(written)]; did you mean [\(nearest)]?")
    }
}

/// Placeholders that Gatus has for what is not an HTTP API.
private let foreign = [
    "DOMAIN_EXPIRATION":
        "is not supported, because it is not measured by an HTTP request; did you mean [CERTIFICATE_EXPIRATION]?",
    "DNS_RCODE":
        "is not supported, because it belongs to DNS endpoints; did you mean [DNS], the time to resolve the name?",
    "CONTEXT": "is not supported, because it belongs to suites; write the value itself",
]
