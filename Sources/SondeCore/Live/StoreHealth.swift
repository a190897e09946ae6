/// Which store is in use, and what waits for it.
package struct StoreHealth: Sendable, Hashable {
    /// `SQLite`, `TimescaleDB 2.17 on PostgreSQL 16`; see `Store.kind`.
    package var kind: String
    /// The file, or `user@host:port/database`.
    package var place: String
    /// Nil for a store that has none.
    package var spool: SpoolStatus?

    package init(kind: String, place: String, spool: SpoolStatus? = nil) {
        self.kind = kind
        self.place = place
        self.spool = spool
    }
}

/// What is kept on this machine until the store can be reached.
package struct SpoolStatus: Sendable, Hashable {
    /// Results, anomalies and incidents that wait.
    package var rows: Int
    /// What the spool takes of the size it may have; free pages of its file do not count.
    package var bytes: Int
    /// When the oldest of what waits was put there; nil when nothing waits.
    package var oldest: Timestamp?
    /// Measurements that were dropped since the start, because the spool was full or they were too old.
    package var droppedRows: Int
    /// Rows that the store refuses, and that are kept aside.
    package var setAsideRows: Int

    package init(
        rows: Int = 0, bytes: Int = 0, oldest: Timestamp? = nil, droppedRows: Int = 0, setAsideRows: Int = 0
    ) {
        self.rows = rows
        self.bytes = bytes
        self.oldest = oldest
        self.droppedRows = droppedRows
        self.setAsideRows = setAsideRows
    }
}
