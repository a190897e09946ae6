import SondeServer

extension StoreConfiguration {
    /// Where the store is, to be shown.
    var place: String {
        switch kind {
        case .sqlite(let path): path
        case .postgres(_, let description): description
        }
    }

    /// The files that belong to it, none of which may be replaced.
    var files: [String] {
        switch kind {
        case .sqlite(let path): [path, path + "-wal", path + "-shm"]
        case .postgres: []
        }
    }
}
