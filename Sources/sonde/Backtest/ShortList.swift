/// Names in a sentence as it takes to recognise what is meant: `a`, `a and b`, `a, b and c`, `a, b and 7 more`.
enum ShortList {
    static func of(_ names: [String]) -> String {
        guard names.count > 1 else { return names.first ?? "" }
        let isLong = names.count > 3
        let shown = isLong ? names.prefix(2) : names.dropLast()
        let last = isLong ? "\(names.count - 2) more" : names[names.count - 1]
        return "\(shown.joined(separator: ", ")) and \(last)"
    }
}
