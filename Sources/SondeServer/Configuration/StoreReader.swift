import SondeCore
import Yams

extension MappingReader<RootKey> {
    /// The store: PostgreSQL when `DB_HOST` is set, else what `store` says, else `sonde.db` beside the configuration.
    func store() -> StoreConfiguration {
        var store = StoreConfiguration(
            kind: .sqlite(path: context.path("sonde.db")),
            spool: SpoolConfiguration(path: context.path("sonde-spool.db")))
        let ofVariables = context.postgresOfVariables()
        if let node = node(.store), let reader = MappingReader<StoreKey>(node, path: path(.store), in: context) {
            if let kind = reader.kind() { store.kind = kind }
            store.retention = reader.retention()
            // What is known by heart must have room: less than this, and hardly a result would stay.
            store.maxSize = reader.bytes(.maxSize, in: 100_000_000...1_000_000_000_000_000)
            if let spool = reader.spool(over: store.spool) { store.spool = spool }
            if ofVariables == nil, case .sqlite = store.kind {
                reader.note(.spool, "only PostgreSQL has a spool; this has no effect.")
            }
        }
        if let kind = ofVariables { store.kind = kind }
        return store
    }
}

extension MappingReader<StoreKey> {
    fileprivate func kind() -> StoreConfiguration.Kind? {
        guard let text = nonEmptyText(.url) else { return nil }
        if let path = sqlitePath(text.value) {
            if !path.isEmpty, path != ":memory:", !path.hasControlCharacter { return file(path, text) }
            report(.url, "the database must be a file; write for example sqlite:sonde.db.", at: text.position)
        } else if text.value.hasPrefix("postgres://") || text.value.hasPrefix("postgresql://") {
            return postgres(text)
        } else {
            let sentence =
                "the URL must begin with sqlite: or postgres://, as in sqlite:sonde.db or postgres://USER@HOST/DATABASE."
            report(.url, sentence, at: text.position)
        }
        return nil
    }

    fileprivate func spool(over usual: SpoolConfiguration) -> SpoolConfiguration? {
        guard let node = node(.spool) else { return nil }
        return MappingReader<SpoolKey>(node, path: path(.spool), in: context)?.spool(over: usual)
    }

    private func file(_ path: String, _ text: ConfigurationText) -> StoreConfiguration.Kind? {
        let full = context.path(path)
        guard full.hasSuffix("/") || isFolder(full) else { return .sqlite(path: full) }
        let example = text.isFilledIn ? "sqlite:FOLDER/sonde.db" : "sqlite:\(joinedPath(path, "sonde.db"))"
        report(
            .url, "\(text.shown) is a folder; name the database's file in it, as in \(example).", at: text.position)
        return nil
    }

    /// The path after `sqlite:`; an empty authority (`sqlite:///path`) is accepted as elsewhere.
    private func sqlitePath(_ text: String) -> String? {
        guard text.hasPrefix("sqlite:") else { return nil }
        let path = text.dropFirst("sqlite:".count)
        return String(path.hasPrefix("//") ? path.dropFirst(2) : path)
    }
}
