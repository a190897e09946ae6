package import SondeCore
package import SondeDetection

/// What a detector had learned when it was saved, read back from the store. A class, because a detector is large and
/// those of a whole fleet are handed on in a dictionary.
package final class RestoredDetector: Sendable {
    /// The newest probe that was learned from.
    package let savedAt: Timestamp
    /// Nil where what was saved is of another target or form, or the endpoint is watched no longer.
    package let detector: AnomalyDetector?

    init(savedAt: Timestamp, detector: AnomalyDetector?) {
        self.savedAt = savedAt
        self.detector = detector
    }

    /// Reads those of all endpoints. Each is made as its bytes are read: those of a large fleet never fill the memory.
    package static func all(of endpoints: [Endpoint], from store: any Store) async throws -> [String: RestoredDetector]
    {
        let byName = Dictionary(endpoints.map { ($0.name, $0) }) { first, _ in first }
        return try await store.detectorStates { name, state in
            let detector = byName[name].flatMap { state.restored(AnomalyDetector($0), of: $0) }
            return RestoredDetector(savedAt: state.savedAt, detector: detector)
        }
    }
}
