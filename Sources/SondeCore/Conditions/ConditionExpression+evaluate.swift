extension ConditionExpression {
    /// What evaluating a condition found.
    struct Finding {
        var held: Bool
        var left: ConditionValue
        var right: ConditionValue
    }

    func evaluate(in response: ConditionContext) -> Finding {
        switch (left, right) {
        case (.matcher(let matcher, _), let other): match(matcher, with: other.value(in: response)).swapped
        case (let other, .matcher(let matcher, _)): match(matcher, with: other.value(in: response))
        default: compare(left.value(in: response), right.value(in: response))
        }
    }

    private func compare(_ left: ConditionValue, _ right: ConditionValue) -> Finding {
        let held =
            switch comparison {
            case .equal: left.equals(right) ?? false
            case .notEqual: left.equals(right).map { !$0 } ?? false
            case .less, .lessOrEqual, .greater, .greaterOrEqual: left.isOrdered(comparison, right) ?? false
            }
        return Finding(held: held, left: left, right: right)
    }

    /// Evaluates with the matcher on the right. Its own value is empty, or why it could not decide.
    private func match(_ matcher: Matcher, with value: ConditionValue) -> Finding {
        let accepted: Bool?
        switch value {
        case .unknown: return Finding(held: false, left: value, right: .text(""))
        case .missing: accepted = false
        case .integer, .number, .text, .literal: accepted = matcher.accepts(value)
        }
        guard let accepted else {
            return Finding(held: false, left: value, right: .unknown("gave up searching"))
        }
        return Finding(held: accepted == (comparison == .equal), left: value, right: .text(""))
    }
}

extension ConditionExpression.Finding {
    fileprivate var swapped: Self {
        Self(held: held, left: right, right: left)
    }
}

extension Matcher {
    /// Whether the value is one of those meant; nil when the search gave up.
    fileprivate func accepts(_ value: ConditionValue) -> Bool? {
        switch self {
        case .pattern(let pattern): pattern.matches(value.text)
        case .any(let options): options.contains { value.equals(.literal($0)) == true }
        case .regex(let regex):
            switch regex.search(value.text) {
            case .found: true
            case .notFound: false
            case .gaveUp: nil
            }
        }
    }
}
