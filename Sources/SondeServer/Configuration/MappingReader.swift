import SondeCore
import Yams

/// Reads one mapping by its known keys, and reports every key that is not known.
///
/// Each reading method returns nil for a key that is absent or null, and for one whose value is wrong; what is wrong
/// with it is then already reported.
struct MappingReader<Key: ConfigurationKey> {
    let context: ConfigurationContext
    /// Where the mapping stands, for messages: `client.tls`; empty for an endpoint and for the root.
    let path: String
    let position: Position
    // Apart, because looking for a key must not copy the nodes on the way: they are large.
    private let keys: [Key]
    private let nodes: [Node]

    /// Nil, reported, when the node is not a mapping. `isHolder` accepts entries that are there for their anchors; `known`
    /// says which keys this mapping has where not all mappings of the kind have the same, and `refusal` what is wrong with
    /// another.
    init?(
        _ node: Node, path: String, in context: ConfigurationContext,
        isHolder: (MappingEntry) -> Bool = { _ in false }, known: (String) -> Key? = Key.init(rawValue:),
        refusal: (String) -> String = Key.refusal(of:)
    ) {
        guard case .mapping(let mapping) = node else {
            let keys = Key.allCases.prefix(2).map { "'\($0.rawValue)'" }.joined(separator: " and ")
            let beginning = path.isEmpty ? "\(Key.owner) is" : "\(path): this must be"
            context.report("\(beginning) a mapping with keys such as \(keys).", at: node.position)
            return nil
        }
        self.context = context
        self.path = path
        position = node.position
        var keys: [Key] = []
        var nodes: [Node] = []
        keys.reserveCapacity(mapping.count)
        nodes.reserveCapacity(mapping.count)
        for entry in context.entries(of: mapping, path: path) {
            if let key = known(entry.name) {
                // A null is an absent key.
                if entry.value.isNull { continue }
                keys.append(key)
                nodes.append(entry.value)
            } else if let sentence = Key.unused[entry.name] {
                if entry.value.isNull { continue }
                context.note("\(path.isEmpty ? "" : path + ".")\(entry.name): \(sentence)", at: entry.position)
            } else if !isHolder(entry) {
                context.report(subject(path) + refusal(entry.name), at: entry.position)
            }
        }
        (self.keys, self.nodes) = (keys, nodes)
    }

    /// The value of a key; nil when it is absent or null.
    func node(_ key: Key) -> Node? { keys.firstIndex(of: key).map { nodes[$0] } }

    /// Whether the key stands in the mapping with a value, right or wrong.
    func has(_ key: Key) -> Bool { keys.contains(key) }

    /// The path of a key: `client.tls.ca-file`.
    func path(_ key: Key) -> String {
        path.isEmpty ? key.rawValue : path + "." + key.rawValue
    }

    func report(_ key: Key, _ sentence: String, at position: Position) {
        context.report("\(path(key)): \(sentence)", at: position)
    }

    /// Notes once for the whole file that a key has no effect.
    func note(_ key: Key, _ sentence: String) {
        guard let node = node(key) else { return }
        context.note("\(path(key)): \(sentence)", at: node.position)
    }
}

extension ConfigurationKey {
    /// The sentence for a key that is not one of these.
    static func refusal(of name: String) -> String { refusals[name] ?? unknown(name) }

    /// The sentence for a key that nobody knows.
    private static func unknown(_ name: String) -> String {
        let keys = allCases.map(\.rawValue)
        let shown = isSecretive ? "unknown key" : "unknown key \(quoted(name))"
        if let near = nearestName(to: name, in: keys) { return "\(shown); did you mean '\(near)'?" }
        if Self.self == EndpointKey.self || Self.self == DefaultsKey.self, ClientKey(rawValue: name) != nil {
            return "'\(name)' belongs under client; write client: {\(name): ...}."
        }
        let known = keys.filter { !$0.contains("_") }.joined(separator: ", ")
        return "\(shown); the keys of \(owner) are \(known)."
    }
}
