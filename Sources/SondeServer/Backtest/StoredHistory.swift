package import SondeCore

/// What a store remembers, for a replay: it is read and never written.
package struct StoredHistory: Sendable {
    /// How much is read at a time.
    private static let step: Duration = .seconds(6 * 3600)

    private let store: any Store

    /// Opens the store of a configuration.
    ///
    /// Throws `StoreError` with a sentence where there is none yet, or where it cannot be read.
    package init(_ configuration: StoreConfiguration) throws(StoreError) {
        if case .sqlite(let path) = configuration.kind, FileStatus(path: path) == nil {
            throw .unusable("There is no database \(path) yet; start 'sonde run' first, or name a CSV file.")
        }
        store = try configuration.open(for: .reading)
    }

    /// Hands out the results of one endpoint in time order.
    package func results(
        of endpoint: String, in range: Range<Timestamp>, _ body: (ProbeResult) throws -> Void
    ) async throws {
        var start = range.lowerBound
        while start < range.upperBound {
            let stop = min(range.upperBound, start.advanced(by: Self.step))
            for result in try await store.results(for: endpoint, in: start..<stop, limit: .max) { try body(result) }
            start = stop
        }
    }

    /// The names of the endpoints that have results in a range, in order.
    package func endpoints(in range: Range<Timestamp>) async throws -> [String] {
        var names: [String] = []
        // Of some, roll-ups alone are left.
        for name in try await store.hourlyCounts(in: range).keys.sorted() {
            if try await !store.results(for: name, in: range, limit: 1).isEmpty { names.append(name) }
        }
        return names
    }

    /// What was called no fault, by endpoint. A database of an older Sonde knows of none.
    package func excused() async -> [String: [Incident]] {
        let incidents = (try? await store.excusedIncidents()) ?? []
        return Dictionary(grouping: incidents, by: \.endpoint)
    }

    package func close() async throws { try await store.close() }
}
