/// What a condition can be known to get wrong before any response has come.
extension ConditionExpression {
    func checkSense() throws(ConditionSyntaxError) {
        try checkSingleComparison()
        try checkMatchers()
        try checkBrackets()
        if comparison.isOrdering {
            try checkOrder(left)
            try checkOrder(right)
        } else {
            try checkPossible(left, right)
            try checkPossible(right, left)
        }
    }

    private func checkSingleComparison() throws(ConditionSyntaxError) {
        guard case .literal(let literal) = right else { return }
        let words = literal.text.split { $0.isWhitespace }
        let connective = words.dropLast().first { ["&&", "||", "and", "or"].contains($0.lowercased()) }
        guard let connective, literal.text[connective.endIndex...].contains("[") else { return }
        let hint =
            ["&&", "and"].contains(connective.lowercased())
            ? "write what follows \(connective) as a condition of its own"
            : "to accept several values write any(a, b)"
        throw ConditionSyntaxError("a condition holds one comparison; \(hint)")
    }

    private func checkMatchers() throws(ConditionSyntaxError) {
        if case .matcher(_, let first) = left, case .matcher(_, let second) = right {
            throw ConditionSyntaxError("\(first) cannot be compared with \(second); one side must be a placeholder")
        }
        for case .matcher(_, let source) in [left, right] where comparison.isOrdering {
            throw ConditionSyntaxError("\(source) works only with == and !=")
        }
    }

    /// `STATUS == 200` compares two texts, and is never meant to.
    private func checkBrackets() throws(ConditionSyntaxError) {
        guard left.reading == nil, right.reading == nil else { return }
        for case .literal(let literal) in [left, right] {
            let name = literal.text.prefix { $0 != "." && $0 != "]" }.uppercased()
            if let known = Placeholder.Name(rawValue: name) {
                throw ConditionSyntaxError("\(literal.text) is not a placeholder; did you mean [\(known.rawValue)]?")
            }
        }
    }

    private func checkOrder(_ side: Operand) throws(ConditionSyntaxError) {
        let onlyEqual = "compare it with == or !="
        switch side {
        case .literal(let literal) where literal.number == nil:
            throw ConditionSyntaxError(
                "\(literal.text) is neither a number nor a duration, so \(comparison.rawValue) cannot hold")
        case .reading(let reading) where reading.kind == .flag:
            throw ConditionSyntaxError("\(reading.source) is true or false; \(onlyEqual)")
        case .reading(let reading) where reading.kind == .address:
            throw ConditionSyntaxError("\(reading.source) is an address; \(onlyEqual)")
        case .literal, .reading, .matcher: break
        }
    }

    /// Whether what is read can ever equal what it is compared with.
    private func checkPossible(_ side: Operand, _ other: Operand) throws(ConditionSyntaxError) {
        guard let reading = side.reading else { return }
        for value in other.plainValues {
            if reading.kind == .number, value.number == nil {
                throw ConditionSyntaxError("\(reading.source) is a number and never \(value.text)")
            }
            if reading.kind == .flag, value.text != "true", value.text != "false" {
                throw ConditionSyntaxError("\(reading.source) is true or false and never \(value.text)")
            }
        }
    }
}

extension Operand {
    /// The values that can be compared with one by one.
    fileprivate var plainValues: [Literal] {
        switch self {
        case .literal(let literal): [literal]
        case .matcher(.any(let options), _): options
        case .matcher, .reading: []
        }
    }
}
