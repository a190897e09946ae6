/// The ids of the last while, as many as matter: what comes in the wake of a commit is never older.
struct RecentIDs: Sendable {
    private static let capacity = 20_000

    private var newest: Set<String> = []
    private var older: Set<String> = []

    mutating func insert(_ ids: [String]) {
        newest.formUnion(ids)
        guard newest.count > Self.capacity else { return }
        (older, newest) = (newest, [])
    }

    func contains(_ id: String) -> Bool { newest.contains(id) || older.contains(id) }
}
