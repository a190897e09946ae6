package import SondeCore
package import SondeDetection

/// What a detector had learned when it was saved, read back from the store. A class, because a detector is large and
/// those of a whole fleet are handed on in a dictionary.
package final class RestoredDetector: Sendable {
    /// The newest probe that was learned from.
    package let savedAt: Timestamp
    /// Nil where what was saved is of another target or form, or the endpoint is watched no longer.
    package let detector: AnomalyDetector?
    /// Whether the endpoint was another target then.
    let isOfOtherTarget: Bool

    init(savedAt: Timestamp, detector: AnomalyDetector?, isOfOtherTarget: Bool = false) {
        self.savedAt = savedAt
        self.detector = detector
        self.isOfOtherTarget = isOfOtherTarget
    }

    /// Reads those of all endpoints. Each is made as its bytes are read: those of a large fleet never fill the memory.
    package static func all(of endpoints: [Endpoint], from store: any Store) async throws -> [String: RestoredDetector]
    {
        let byName = Dictionary(endpoints.map { ($0.name, $0) }) { first, _ in first }
        return try await store.detectorStates { name, state in
            guard let endpoint = byName[name] else { return RestoredDetector(savedAt: state.savedAt, detector: nil) }
            return RestoredDetector(
                savedAt: state.savedAt, detector: state.restored(AnomalyDetector(endpoint), of: endpoint),
                isOfOtherTarget: state.isOfOtherTarget(than: endpoint))
        }
    }
}
