/// Whether one condition of a probe held, and what was found.
package struct ConditionOutcome: Sendable, Hashable {
    /// As configured: `[STATUS] == 200`.
    package var condition: String
    package var held: Bool
    /// The values found, for the condition with placeholders: `[STATUS] (503) == 200`.
    package var resolved: String

    package init(condition: String, held: Bool, resolved: String) {
        self.condition = condition
        self.held = held
        self.resolved = resolved
    }
}
