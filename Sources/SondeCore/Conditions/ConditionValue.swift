/// What a side of a comparison was found to be.
enum ConditionValue {
    case integer(Int64)
    /// A measurement in milliseconds, or a JSON number that is not whole.
    case number(Double)
    case text(String)
    case literal(Literal)
    /// The response does not have it: equal to nothing, different from everything.
    case missing(String)
    /// It cannot be told, for the reason given: no comparison with it holds.
    case unknown(String)

    var exactInteger: Int64? {
        switch self {
        case .integer(let value): value
        case .literal(let literal): literal.integer
        case .text(let text): text.utf8.count <= longestNumber ? Int64(prefixedNumber: text) : nil
        case .number, .missing, .unknown: nil
        }
    }

    /// Milliseconds where it is a duration.
    var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        case .literal(let literal): literal.number
        case .text(let text): text.utf8.count <= longestNumber ? Literal(text).number : nil
        case .missing, .unknown: nil
        }
    }

    /// What patterns and texts are compared with.
    var text: String {
        switch self {
        case .integer(let value): String(value)
        case .number(let value): value.plainText
        case .text(let text): text
        case .literal(let literal): literal.text
        case .missing(let reason), .unknown(let reason): reason
        }
    }

    private var isNumeric: Bool {
        switch self {
        case .integer, .number: true
        case .text, .literal, .missing, .unknown: false
        }
    }

    /// Whether two values are the same; nil when it cannot be told.
    ///
    /// Whole numbers are equal whatever their base (`0x1` is 1). Other numbers are compared as numbers where one side
    /// was measured or is a JSON number. Two texts are equal only letter by letter: version `1.1` is not `1.10`.
    func equals(_ other: ConditionValue) -> Bool? {
        switch (self, other) {
        case (.unknown, _), (_, .unknown): return nil
        case (.missing, _), (_, .missing): return false
        default: break
        }
        // The literal usually stands on the right and knows already whether it is a number.
        if let right = other.exactInteger, let left = exactInteger { return left == right }
        if isNumeric || other.isNumeric, let right = other.number, let left = number { return left == right }
        return text == other.text
    }

    /// Whether an ordering comparison holds; nil when a side is not a number.
    ///
    /// Fractions count: Gatus cuts them off, so that 1.9 > 1 does not hold there. Here it does, deliberately.
    func isOrdered(_ comparison: Comparison, _ other: ConditionValue) -> Bool? {
        if let right = other.exactInteger, let left = exactInteger { return compare(left, comparison, right) }
        guard let right = other.number, let left = number else { return nil }
        return compare(left, comparison, right)
    }
}

/// Longer texts are not looked at as numbers: reading a megabyte of digits takes 50 ms.
let longestNumber = 400

private func compare<Number: Comparable>(_ left: Number, _ comparison: Comparison, _ right: Number) -> Bool {
    switch comparison {
    case .equal: left == right
    case .notEqual: left != right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    }
}
