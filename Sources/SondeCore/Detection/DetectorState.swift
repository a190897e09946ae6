/// What the detector of an endpoint has learned, as a store keeps it; its form is the detector's own business.
package struct DetectorState: Sendable, Hashable {
    /// The newest probe that was learned from.
    package let savedAt: Timestamp
    package let bytes: [UInt8]

    package init(savedAt: Timestamp, bytes: [UInt8]) {
        self.savedAt = savedAt
        self.bytes = bytes
    }
}
