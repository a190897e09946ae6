import GRDB
import SondeCore

/// The clock was set while something waited, as at a machine that begins in 1970 and learns the time later; or Sonde did not
/// run for long. What waits does not get older by it.
struct ClockLeap: Sendable, Equatable {
    /// Batches with lower numbers were added before.
    var number: Int64
    var microseconds: Int64

    static func all(in db: Database) throws -> [ClockLeap] {
        try Row.fetchAll(db, sql: "SELECT number, microseconds FROM clock_leaps ORDER BY number")
            .map { ClockLeap(number: $0[0], microseconds: $0[1]) }
    }
}

extension SQLiteSpool.State {
    /// In microseconds. While Sonde runs and its store is away, batches are never so far apart.
    private static let leap: Int64 = 86_400_000_000

    /// Looks whether the clock has leapt since the newest batch that waits.
    mutating func noteLeap(to now: Timestamp, before number: Int64, in db: Database) throws {
        guard let newest = try newest(in: db) else { return }
        let step = now.microseconds - newest.microseconds
        guard abs(step) > Self.leap else { return }
        leaps.append(ClockLeap(number: number, microseconds: step))
        try db.execute(
            sql: "INSERT OR REPLACE INTO clock_leaps (number, microseconds) VALUES (?, ?)", arguments: [number, step])
    }

    /// When the newest batch of both tables was added.
    private func newest(in db: Database) throws -> Timestamp? {
        let newest = try ["measurements", "events"].compactMap { table in
            try Row.fetchOne(db, sql: "SELECT number, added_at FROM \(table) ORDER BY number DESC LIMIT 1")
        }.max { ($0[0] as Int64) < ($1[0] as Int64) }
        return newest.map { added($0[1], $0[0]) }
    }

    /// When the oldest batch of a table was added.
    func oldest(of table: String, in db: Database) throws -> Timestamp? {
        try Row.fetchOne(db, sql: "SELECT number, added_at FROM \(table) ORDER BY number LIMIT 1")
            .map { added($0[1], $0[0]) }
    }

    /// When a batch was added, by the clock as it is now.
    func added(_ microseconds: Int64, _ number: Int64) -> Timestamp {
        let leapt = leaps.lazy.filter { $0.number > number }.reduce(0) { $0 + $1.microseconds }
        return Timestamp(microseconds: microseconds + leapt)
    }

    /// Leaps from before all that waits are of no account.
    mutating func forgetLeaps(in db: Database) throws {
        guard !leaps.isEmpty else { return }
        let oldest =
            try ["measurements", "events"].compactMap { table in
                try Int64.fetchOne(db, sql: "SELECT min(number) FROM \(table)")
            }.min() ?? next
        guard leaps.contains(where: { $0.number <= oldest }) else { return }
        leaps.removeAll { $0.number <= oldest }
        try db.execute(sql: "DELETE FROM clock_leaps WHERE number <= ?", arguments: [oldest])
    }
}
