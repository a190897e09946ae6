/// How much room a store takes on disk.
package struct StoreSize: Sendable, Hashable {
    /// What one kind of rows takes, its indexes included.
    package struct Part: Sendable, Hashable {
        /// `results`, `anomalies`, `minute roll-ups`, `hour roll-ups`, `incidents`, `detectors`.
        package var name: String
        package var rows: Int
        package var bytes: Int

        package init(name: String, rows: Int, bytes: Int) {
            self.name = name
            self.rows = rows
            self.bytes = bytes
        }
    }

    package var parts: [Part]
    /// Bytes in use, everything included; what a size cap is compared with.
    package var used: Int
    /// Bytes that belong to the store and wait for new rows.
    package var free: Int
    /// Whether the parts were told from a sample; what is used and free never is.
    package var isEstimated: Bool

    package init(parts: [Part], used: Int, free: Int, isEstimated: Bool = false) {
        self.parts = parts
        self.used = used
        self.free = free
        self.isEstimated = isEstimated
    }
}
