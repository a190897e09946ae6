extension [String] {
    /// As a sentence says a list: `a`, `a or b`, `a, b or c`.
    func spoken(_ conjunction: String) -> String {
        guard count > 1 else { return first ?? "" }
        return "\(dropLast().joined(separator: ", ")) \(conjunction) \(self[count - 1])"
    }
}
