/// A parsed condition: two sides and how they are compared.
struct ConditionExpression: Sendable {
    var left: Operand
    var comparison: Comparison
    var right: Operand
}

/// The six comparisons.
enum Comparison: String, Sendable, CaseIterable {
    case equal = "=="
    case notEqual = "!="
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case less = "<"
    case greater = ">"

    /// Whether it asks for an order, which only numbers have.
    var isOrdering: Bool {
        self != .equal && self != .notEqual
    }
}

/// One side of a comparison.
enum Operand: Sendable {
    case reading(Reading)
    case literal(Literal)
    case matcher(Matcher, source: String)

    var reading: Reading? {
        if case .reading(let reading) = self { reading } else { nil }
    }
}

/// A placeholder, and the function applied to it.
struct Reading: Sendable {
    var placeholder: Placeholder
    var function: Function?
    /// As configured: `len([BODY].users)`.
    var source: String

    enum Function: String, Sendable {
        /// Elements of an array; bytes of anything else, written as text.
        case length = "len"
        /// Whether there is such a value.
        case has
    }

    var kind: ValueKind {
        switch function {
        case .length: .number
        case .has: .flag
        case nil: placeholder.kind
        }
    }
}

/// A text in the configuration, with the numbers that it can be read as.
struct Literal: Sendable {
    var text: String
    /// Nil if it is not a whole number.
    var integer: Int64?
    /// Milliseconds where it is a duration; nil if it is neither a duration nor a number.
    var number: Double?

    init(_ text: String) {
        self.text = text
        integer = Int64(prefixedNumber: text)
        number = Double(millisecondsOf: text) ?? integer.map(Double.init) ?? Double(decimal: text)
    }

    /// The number of a text that is one without a unit.
    var bareNumber: Double? { integer.map(Double.init) ?? Double(decimal: text) }
}

/// A function that accepts more than one value.
enum Matcher: Sendable {
    case pattern(GlobPattern)
    case regex(RegexPattern)
    case any([Literal])

    /// The functions' names in the configuration.
    enum Function: String {
        case pattern = "pat"
        case regex
        case any
    }
}
