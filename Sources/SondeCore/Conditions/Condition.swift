/// One expectation of a response, in Gatus' language: `[STATUS] == 200`, `len([BODY].users) > 3`.
///
/// Two sides and a comparison (`==`, `!=`, `<`, `<=`, `>`, `>=`) with spaces around it. A side is a placeholder, a
/// function of one (`len`, `has`), a value, or a function that accepts several values (`pat`, `regex`, `any`).
package struct Condition: Sendable, Hashable {
    /// As configured, without white space around it.
    package let source: String
    /// What is shown in place of `source` and of the values found; set where `source` may hold a secret.
    private var cover: String?
    private let expression: ConditionExpression

    /// Reads a condition. All that can be known to be wrong before a response comes is an error here.
    package init(parsing source: String) throws(ConditionSyntaxError) {
        let text = source.trimmed
        expression = try ConditionParser(text).parse()
        self.source = String(text)
    }

    /// The same condition, shown as it was written before its variables were filled in, and without the values found:
    /// `[HEADERS].x-token == ${TOKEN}`.
    package func shown(as written: String) -> Condition {
        var covered = self
        covered.cover = written
        return covered
    }

    /// Whether the body must be received for it.
    package var readsBody: Bool {
        reads { if case .body = $0 { true } else { false } }
    }

    /// Whether the response's headers must be kept for it.
    package var readsHeaders: Bool {
        reads { if case .header = $0 { true } else { false } }
    }

    /// The number without a unit that the certificate's validity is compared with, which counts milliseconds; nil when
    /// there is none, or when it is 0.
    package var certificateMilliseconds: Double? {
        for (side, other) in [(expression.left, expression.right), (expression.right, expression.left)] {
            guard let reading = side.reading, reading.placeholder == .certificateExpiration, reading.function == nil,
                case .literal(let literal) = other, let number = literal.bareNumber, number != 0
            else { continue }
            return number
        }
        return nil
    }

    /// Whether it holds for a response. Whatever the target sent, this neither fails nor takes long.
    package func evaluate(in response: ConditionContext) -> ConditionOutcome {
        let finding = expression.evaluate(in: response)
        if let cover { return ConditionOutcome(condition: cover, held: finding.held, resolved: cover) }
        // Nobody reads the values of a condition that held, and nearly all do.
        let resolved = finding.held ? source : expression.resolved(finding)
        return ConditionOutcome(condition: source, held: finding.held, resolved: resolved)
    }

    private func reads(_ isMeant: (Placeholder) -> Bool) -> Bool {
        [expression.left, expression.right].contains { $0.reading.map { isMeant($0.placeholder) } ?? false }
    }

    // The source says all there is; the expression follows from it.
    package static func == (first: Condition, second: Condition) -> Bool {
        first.source == second.source
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(source)
    }
}
