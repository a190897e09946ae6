/// A JSON text, checked as a whole and kept as it came, with a table of where each value stands.
///
/// Nothing is decoded until a condition asks for it, and no value owns another: one array of small nodes, however deep
/// the text is nested.
struct JSONDocument: Sendable {
    let bytes: [UInt8]
    /// In the order of the text. The values inside an array or object follow it; in an object, key and value alternate.
    let nodes: [Node]

    struct Node: Sendable {
        var kind: Kind
        /// A string with a backslash in it.
        var hasEscapes = false
        /// Where the value begins in the text, and where it is over. Strings are counted without their quotes.
        var start: UInt32
        var end: UInt32 = 0
        /// The node that follows this one and all inside it.
        var next: UInt32 = 0
        /// The values in an array; the keys in an object.
        var count: UInt32 = 0
    }

    enum Kind: UInt8, Sendable {
        case null, bool, number, string, array, object
    }

    init(parsing bytes: [UInt8]) throws(JSONFailure) {
        var scanner = JSONScanner(bytes)
        nodes = try scanner.scan()
        self.bytes = bytes
    }

    /// Whether there is a value other than null.
    func has(_ path: JSONPath) -> Bool {
        node(at: path).map { nodes[$0].kind != .null } ?? false
    }

    /// The elements of an array, the bytes of anything else written as text.
    func length(at path: JSONPath) -> ConditionValue {
        guard let index = node(at: path) else { return .missing("missing") }
        switch nodes[index].kind {
        case .null: return .missing("null")
        case .array: return .integer(Int64(nodes[index].count))
        case .bool, .number, .string, .object:
            let value = value(of: index)
            if case .unknown = value { return value }
            return .integer(Int64(value.text.utf8.count))
        }
    }

    func value(at path: JSONPath) -> ConditionValue {
        node(at: path).map(value) ?? .missing("missing")
    }

    private func value(of index: Int) -> ConditionValue {
        switch nodes[index].kind {
        case .null, .bool: .text(rawText(of: index))
        case .number: number(at: index)
        case .string: .text(string(at: index))
        case .array, .object: .text(minified(index))
        }
    }

    /// The node that the path leads to; nil if it leads nowhere.
    private func node(at path: JSONPath) -> Int? {
        var index = 0
        for step in path.steps {
            let found =
                switch step {
                case .key(let key): member(key, of: index)
                case .index(let position): element(position, of: index)
                }
            guard let found else { return nil }
            index = found
        }
        return index
    }

    private func element(_ position: Int, of array: Int) -> Int? {
        guard nodes[array].kind == .array, position < Int(nodes[array].count) else { return nil }
        var index = array + 1
        for _ in 0..<position { index = Int(nodes[index].next) }
        return index
    }

    /// The last of equal keys counts, as in JavaScript and Go.
    private func member(_ key: String, of object: Int) -> Int? {
        guard nodes[object].kind == .object else { return nil }
        var found: Int?
        var index = object + 1
        for _ in 0..<nodes[object].count {
            if isKey(index, key) { found = index + 1 }
            index = Int(nodes[index + 1].next)
        }
        return found
    }

    private func isKey(_ index: Int, _ key: String) -> Bool {
        let node = nodes[index]
        return node.hasEscapes
            ? string(at: index) == key : bytes[Int(node.start)..<Int(node.end)].elementsEqual(key.utf8)
    }
}

/// Why a body is not a JSON text that can be looked into.
enum JSONFailure: Error {
    case empty
    case invalid
    case tooLarge

    /// As shown in place of the value.
    var reason: String {
        switch self {
        case .empty: "empty body"
        case .invalid: "not JSON"
        case .tooLarge: "JSON too large"
        }
    }
}
