/// Reads a condition: splits it at its comparison, reads both sides, and refuses what could never make sense.
struct ConditionParser {
    private let source: Substring

    init(_ source: Substring) {
        self.source = source
    }

    func parse() throws(ConditionSyntaxError) -> ConditionExpression {
        guard !source.isEmpty else {
            throw ConditionSyntaxError("the condition is empty; write for instance [STATUS] == 200")
        }
        let (left, comparison, right) = try split()
        guard !left.isEmpty else {
            throw ConditionSyntaxError("nothing stands before \(comparison.rawValue) in \(source)")
        }
        guard !right.isEmpty else {
            throw ConditionSyntaxError(
                "nothing stands after \(comparison.rawValue) in \(source); an empty text is written as a length of 0, "
                    + "as in len([BODY].name) == 0")
        }
        let expression = ConditionExpression(
            left: try Operand(parsing: left), comparison: comparison, right: try Operand(parsing: right))
        try expression.checkSense()
        return expression
    }

    /// Splits at the first comparison that has white space around it and, where the left side is a function, follows a
    /// closing parenthesis: patterns may hold comparisons of their own.
    private func split() throws(ConditionSyntaxError) -> (Substring, Comparison, Substring) {
        let words = source.split { $0.isWhitespace }
        let comparisons = words.filter { Comparison(rawValue: String($0)) != nil }
        let isFunction = Operand.functionName(of: source) != nil
        let chosen = comparisons.first { word in
            !isFunction || source[..<word.startIndex].trimmed.last == ")"
        }
        guard let word = chosen ?? comparisons.first, let comparison = Comparison(rawValue: String(word)) else {
            throw missingComparison(words)
        }
        return (source[..<word.startIndex].trimmed, comparison, source[word.endIndex...].trimmed)
    }

    /// Says what is wrong with a condition that holds no comparison between spaces.
    private func missingComparison(_ words: [Substring]) -> ConditionSyntaxError {
        let known = "==, !=, <, <=, > or >="
        if let word = words.dropFirst().first(where: { $0.allSatisfy { "=!<>~?&|".contains($0) } }) {
            let meant = commonMistakes[String(word)].map { "did you mean \($0)?" } ?? "write \(known)"
            return ConditionSyntaxError("unknown comparison \(word) in \(source); \(meant)")
        }
        if let start = source.firstIndex(where: { "=!<>".contains($0) }) {
            let sign = source[start...].prefix { "=!<>".contains($0) }
            let meant = Comparison(rawValue: String(sign))?.rawValue ?? commonMistakes[String(sign)]
            let (left, right) = (source[..<start].trimmed, source[sign.endIndex...].trimmed)
            if let meant, !left.isEmpty, !right.isEmpty {
                return ConditionSyntaxError("no spaces around \(sign) in \(source); write \(left) \(meant) \(right)")
            }
        }
        if words.count > 2 {
            return ConditionSyntaxError("unknown comparison \(words[1]) in \(source); write \(known)")
        }
        return ConditionSyntaxError("no comparison in \(source); write for instance [STATUS] == 200")
    }
}

/// What people write where they mean one of the six comparisons.
private let commonMistakes = [
    "=": "==", "===": "==", "!==": "!=", "<>": "!=", "=>": ">=", "=<": "<=", "=~": "== regex(...)",
    "~": "== regex(...)",
]

extension StringProtocol {
    /// Without white space at both ends.
    var trimmed: SubSequence {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return self[endIndex...] }
        return self[first...last]
    }
}
