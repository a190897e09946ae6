/// Names written one after another onto sheets of given lengths, as messages and their parts have.
struct NameSheets {
    private static let separator = ", "

    /// No more than there were limits, and none that is empty.
    private(set) var texts: [String] = []
    /// Names that found no room.
    private(set) var left = 0

    /// - Parameters:
    ///   - limits: How long each sheet may be; a name longer than its sheet is cut.
    ///   - length: How those who take the sheets count.
    init(_ names: [String], limits: [Int], length: (String) -> Int = { $0.utf16.count }) {
        var names = names[...]
        for limit in limits where !names.isEmpty {
            texts.append(Self.fill(limit, from: &names, length: length))
        }
        left = names.count
    }

    private static func fill(_ limit: Int, from names: inout ArraySlice<String>, length: (String) -> Int) -> String {
        var text = names.removeFirst().limited(to: limit)
        var used = length(text)
        while let name = names.first {
            let added = length(separator) + length(name)
            guard used + added <= limit else { break }
            text += separator + name
            used += added
            names.removeFirst()
        }
        return text
    }

    /// Said after the last sheet; nil when every name is on one.
    var remark: String? { left == 0 ? nil : "and \(left) more" }
}
