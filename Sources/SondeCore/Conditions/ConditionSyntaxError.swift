/// Why a text is not a condition, in one sentence that names what to write instead.
///
/// The sentence begins in lower case and has no final stop, so that a file, line and column can stand before it.
package struct ConditionSyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
    package let message: String

    init(_ message: String) {
        self.message = message
    }

    package var description: String { message }
}
