import SondeCore

/// The APIs that rows can be exported of: those of the configuration, and those that the store has rows of.
struct KnownAPIs {
    let configured: [String]
    let store: any Store
    let table: ExportedTable

    /// Refuses names that nothing is known of: an export without a row would look as if nothing had happened.
    ///
    /// Throws `StoreError` or `CommandFailure`.
    func check(_ names: [String], in range: Range<Timestamp>) async throws {
        let strangers = names.filter { !configured.contains($0) }
        guard !strangers.isEmpty else { return }
        let stored = try await store.hourlyCounts(in: range).keys
        for name in strangers where !stored.contains(name) {
            if try await hasRows(name, in: range) { continue }
            let near = nearestName(to: name, in: configured + stored.sorted()).map { "; did you mean '\($0)'?" } ?? "."
            throw CommandFailure.unfitSettings(
                "There is no API '\(NameList.quoted(name))' in the configuration, and the store holds nothing of it"
                    + near)
        }
    }

    /// Incidents of many APIs are of none that was probed.
    private func hasRows(_ name: String, in range: Range<Timestamp>) async throws -> Bool {
        switch table {
        case .incidents: try await !store.incidents(for: name, in: range, limit: 1).isEmpty
        case .anomalies: try await !store.anomalies(for: name, in: range, limit: 1).isEmpty
        case .metrics, .minutes, .hours: false
        }
    }
}
