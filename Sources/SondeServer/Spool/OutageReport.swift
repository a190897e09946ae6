import SondeCore
import Synchronization

/// Tells of an outage of the store: once when it begins and once when all is brought over, with figures that are kept up to
/// date where troubles are shown meanwhile.
final class OutageReport: Sendable {
    private struct State {
        /// Why the store cannot be used; nil while all is well, empty where rows only wait from before the start.
        var cause: String?
        /// It can be used again, and what waits is on its way.
        var isBack = false
        var broughtOver = 0
        var damaged = 0
        /// Rows dropped since the start, before this outage.
        var droppedBefore = 0
    }

    private let name: String
    private let path: String
    private let troubles: Troubles
    private let state = Mutex(State())

    /// - Parameters:
    ///   - name: Of the store, as sentences call it.
    ///   - path: Of the spool.
    init(of name: String, spool path: String, troubles: Troubles) {
        self.name = name
        self.path = path
        self.troubles = troubles
    }

    /// The store cannot be used. What a person has to mend is told even if the outage has begun by another cause.
    func begin(_ error: any Error, _ status: SpoolStatus) {
        let cause = "\(error)"
        let isNew = state.withLock { state in
            let known = state.cause
            if known == nil { state = State(droppedBefore: status.droppedRows) }
            state.cause = cause
            state.isBack = false
            return known?.isEmpty ?? true || (known != cause && Self.isForPeople(error))
        }
        if isNew { troubles.begin("database", "\(cause) Meanwhile everything is kept in \(path).") }
        update(status)
    }

    private static func isForPeople(_ error: any Error) -> Bool {
        if case .unavailable? = error as? StoreError { false } else { true }
    }

    /// Rows wait from before the start.
    func beginWithRows(_ status: SpoolStatus) {
        state.withLock { $0 = State(cause: "", isBack: true, droppedBefore: status.droppedRows) }
        troubles.begin("database", "Rows from before the start wait in \(path) and are brought over now.")
        update(status)
    }

    /// The store can be used again.
    func isBack(_ status: SpoolStatus) {
        state.withLock { $0.isBack = true }
        update(status)
    }

    func broughtOver(_ rows: Int, damaged: Int, _ status: SpoolStatus) {
        state.withLock { state in
            state.broughtOver += rows
            state.damaged += damaged
        }
        update(status)
    }

    /// Takes over how much waits now.
    func update(_ status: SpoolStatus) {
        let state = state.withLock { $0 }
        guard let cause = state.cause else { return }
        let rows = Self.count(status.rows)
        troubles.restate(
            "database",
            state.isBack
                ? "\(name) can be reached; \(rows) that \(status.rows == 1 ? "waits" : "wait") in \(path) "
                    + "\(status.rows == 1 ? "is" : "are") being brought over."
                : "\(cause) Meanwhile everything is kept in \(path) (\(rows)).")
        let dropped = status.droppedRows - state.droppedBefore
        guard dropped > 0 else { return }
        let sentence =
            "The spool \(path) is full or holds rows that are too old: the oldest measurements are dropped until "
            + "\(name) can be reached; store.spool.max-size and max-age give it more room"
        troubles.beginOnce("spool full", sentence + ".")
        troubles.restate("spool full", "\(sentence) (\(dropped) dropped so far).")
    }

    /// All that waited is stored.
    func end(_ status: SpoolStatus) {
        let ended = state.withLock { state in
            defer { state = State() }
            return state
        }
        guard ended.cause != nil else { return }
        let dropped = status.droppedRows - ended.droppedBefore
        var sentence = "\(name) stores again"
        if ended.broughtOver > 0 { sentence += "; \(Self.count(ended.broughtOver)) were brought over from \(path)" }
        if dropped > 0 { sentence += "; \(Self.count(dropped)) had been dropped" }
        if ended.damaged > 0 { sentence += "; \(Self.count(ended.damaged)) were damaged and are lost" }
        troubles.end("database", sentence + ".")
        troubles.end("spool full", "The spool \(path) has room again.")
    }

    /// The store refused rows while it took others.
    func setAside(_ status: SpoolStatus, _ reason: String) {
        let rows = Self.count(status.setAsideRows)
        guard status.setAsideRows > 0 else {
            return troubles.end("refused", "\(name) has taken the rows that it had refused, or they were too old.")
        }
        troubles.begin(
            "refused", "\(name) refuses \(rows), kept aside in \(path) and tried again at the next start: \(reason)")
    }

    /// The spool could not take a note of an incident that the store itself has.
    func mirrorFailed(_ error: any Error) {
        troubles.beginOnce("mirror", "\(error) Until then a start without \(name) would not know all open incidents.")
    }

    func mirrorWorks() {
        troubles.end("mirror", "The spool \(path) can be written again.")
    }

    private static func count(_ rows: Int) -> String { "\(rows) row\(rows == 1 ? "" : "s")" }
}
