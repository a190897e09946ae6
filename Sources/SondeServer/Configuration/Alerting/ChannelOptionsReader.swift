import SondeAlerting
import SondeCore
import Yams

/// Reads the options of one channel by the keys of its type, and remembers where each stands.
struct ChannelOptionsReader {
    let type: any ChannelType.Type
    let reader: MappingReader<ChannelMappingKey>
    private(set) var values: [String: ChannelOptions.Value] = [:]

    /// Nil, reported, when the node is no mapping. `others` are keys that this mapping has beside those of the type.
    init?(
        _ node: Node, of type: any ChannelType.Type, path: String, others: [ChannelMappingKey],
        in context: ConfigurationContext
    ) {
        let known = type.keys.flatMap(\.names) + others.map(\.rawValue)
        guard node.mapping != nil else {
            let keys = known.prefix(2).map { "'\($0)'" }.joined(separator: " and ")
            context.report("\(path): this must be a mapping with keys such as \(keys).", at: node.position)
            return nil
        }
        let reader = MappingReader<ChannelMappingKey>(
            node, path: path, in: context, known: { known.contains($0) ? ChannelMappingKey(rawValue: $0) : nil },
            refusal: { unknownKey($0, of: known, owner: "a channel of type '\(type.type)'") })
        guard let reader else { return nil }
        self.type = type
        self.reader = reader
        for key in type.keys {
            if let value = value(of: key) { values[key.name] = value }
        }
    }

    /// Whether the key stands there, right or wrong, itself or as a file.
    func has(_ key: ChannelKey) -> Bool { place(of: key.name) != nil }

    /// Where a fault of this key is; nil when it is not there.
    func place(of name: String) -> Position? {
        let keys = [name, name + "-file", name + "_file"].map(ChannelMappingKey.init)
        return keys.first(where: reader.has).map(reader.position)
    }

    private func value(of key: ChannelKey) -> ChannelOptions.Value? {
        let name = ChannelMappingKey(rawValue: key.name)
        if key.isSecret { return secret(of: key).map(ChannelOptions.Value.secret) }
        // An empty text is Gatus' way to leave out a key.
        if !key.isRequired, case .scalar(let scalar) = reader.node(name), scalar.string.isEmpty { return nil }
        return switch key.kind {
        case .text: reader.nonEmptyText(name).map { .text($0.value) }
        case .url: reader.address(name).map { .text($0) }
        case .secret, .secretURL: nil
        case .addresses: reader.mailAddresses(name).map { .texts($0) }
        case .texts: reader.words(name).map { .texts($0) }
        case .arguments: reader.arguments(name).map { .texts($0) }
        case .flag: reader.flag(name).map { .flag($0) }
        case .integer(let range): reader.integer(name, in: range).map { .integer($0) }
        case .duration(let range): reader.duration(name, in: range).map { .duration($0) }
        case .choice(let words): reader.word(name, of: words).map { .text($0) }
        case .headers: reader.has(name) ? .headers(reader.headers(name, over: [])) : nil
        case .mapping: reader.mapping(name).map { .mapping($0) }
        case .mappings: reader.mappings(name).map { .mappings($0) }
        case .file: reader.file(name).map { .text($0) }
        case .client: reader.has(name) ? .client(client(name)) : nil
        }
    }

    private func client(_ name: ChannelMappingKey) -> ClientOptions {
        let client = reader.client(name, over: ClientOptions())
        if case .oauth2? = client.authentication {
            reader.report(
                name, "channels do not sign in with oauth2; write basic or bearer.", at: reader.position(name))
        }
        return client
    }

    /// A secret that stands here or in a file of its own; an address must be one of http or https.
    private func secret(of key: ChannelKey) -> Secret? {
        let names = key.names.map(ChannelMappingKey.init)
        if !key.isRequired, case .scalar(let scalar) = reader.node(names[0]), scalar.string.isEmpty { return nil }
        guard let secret = reader.secret(names[0], orFile: Array(names.dropFirst())) else { return nil }
        guard key.kind == .secretURL, let place = place(of: key.name) else { return secret }
        return reader.isAddress(secret, names[0], at: place) ? secret : nil
    }
}

/// The sentence for a key that a mapping does not have. The key is not shown: it may be a secret in the wrong place.
private func unknownKey(_ name: String, of known: [String], owner: String) -> String {
    if let near = nearestName(to: name, in: known) { return "unknown key; did you mean '\(near)'?" }
    let keys = known.filter { !$0.contains("_") && !$0.hasSuffix("-file") }.joined(separator: ", ")
    return "unknown key; the keys of \(owner) are \(keys)."
}
