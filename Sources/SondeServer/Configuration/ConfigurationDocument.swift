import Yams

/// The tree of a YAML text, with the place of every node.
struct ConfigurationDocument {
    /// Nodes hold their anchors weakly; the parser keeps them alive.
    private let parser: Parser
    private let root: Node?

    init(_ yaml: String) throws(YAMLFault) {
        do {
            // The basic resolver: keys and values are read as texts, and the default one runs seven regular
            // expressions over each key.
            parser = try Parser(yaml: yaml, resolver: .basic, encoding: .utf8)
            root = try parser.singleRoot()
        } catch {
            throw YAMLFault(error, in: yaml)
        }
    }

    /// Runs `body` on the root, which is nil for an empty text, while its anchors can be asked for.
    func withRoot<Result>(_ body: (Node?) -> Result) -> Result {
        withExtendedLifetime(parser) { body(root) }
    }
}
