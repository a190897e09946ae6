extension Operand {
    /// Reads one side of a comparison: a placeholder, a function, or else a literal.
    init(parsing text: Substring) throws(ConditionSyntaxError) {
        if let name = Operand.functionName(of: text) {
            self = try Operand.function(name, in: text)
        } else if text.first == "[", let placeholder = try Placeholder(parsing: text) {
            self = .reading(Reading(placeholder: placeholder, source: String(text)))
        } else {
            self = .literal(Literal(String(text)))
        }
    }

    /// The name before the parenthesis where a text begins with a function of ours, or with what must be meant as one;
    /// nil for `OK (fine)` or `rgb(1,2,3)`.
    static func functionName(of text: Substring) -> String? {
        let name = text.prefix { $0.isASCII && ($0.isLetter || $0 == "_") }
        let rest = text[name.endIndex...]
        guard !name.isEmpty, rest.first == "(" else { return nil }
        let takesPlaceholder = rest.dropFirst().trimmed.first == "["
        let lowercased = name.lowercased()
        let isMeant = takesPlaceholder || functionNames.contains { lowercased.hasPrefix($0) }
        return isMeant ? lowercased : nil
    }

    private static func function(_ name: String, in text: Substring) throws(ConditionSyntaxError) -> Operand {
        let reading = Reading.Function(rawValue: name)
        let matcher = Matcher.Function(rawValue: name)
        guard reading != nil || matcher != nil else {
            let nearest = nearestName(to: name, in: functionNames)
            let hint = nearest.map { "did you mean \($0)()?" } ?? "the functions are len, has, pat, regex and any"
            throw ConditionSyntaxError("unknown function \(name)(); \(hint)")
        }
        guard text.last == ")" else { throw ConditionSyntaxError("missing ) at the end of \(text)") }
        let argument = text.dropFirst(name.count + 1).dropLast()
        if let reading {
            return .reading(
                Reading(
                    placeholder: try Placeholder(argumentOf: name, argument.trimmed), function: reading,
                    source: String(text)))
        }
        guard !argument.trimmed.isEmpty else {
            throw ConditionSyntaxError("nothing stands between the parentheses of \(name)()")
        }
        switch matcher {
        case .pattern: return .matcher(.pattern(try GlobPattern(parsing: String(argument))), source: String(text))
        case .any: return .matcher(.any(try options(in: argument)), source: String(text))
        case .regex, nil:
            guard let regex = RegexPattern(parsing: String(argument)) else {
                throw ConditionSyntaxError("\(text) does not hold a valid regular expression")
            }
            return .matcher(.regex(regex), source: String(text))
        }
    }

    private static func options(in argument: Substring) throws(ConditionSyntaxError) -> [Literal] {
        var options: [Literal] = []
        for option in argument.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmed) {
            guard !option.isEmpty else { throw ConditionSyntaxError("any(\(argument)) holds an empty value") }
            guard case .literal(let literal) = try Operand(parsing: option) else {
                throw ConditionSyntaxError("\(option) cannot stand in any(), which takes only plain values")
            }
            options.append(literal)
        }
        return options
    }
}

private let functionNames = ["len", "has", "pat", "regex", "any"]
