import SondeCore
import Synchronization

/// What the store and the desk of a test both know: what one is told the other finds.
final class Ledger: Sendable {
    struct Entries: Sendable {
        var incidents: [Incident] = []
        var timeline: [TimelineEntry] = []
        var notices: [Notice] = []
        var silences: [Silence] = []
    }

    private let entries: Mutex<Entries>

    init(_ incidents: [Incident] = []) {
        entries = Mutex(Entries(incidents: incidents))
    }

    var now: Entries { entries.withLock { $0 } }

    func change<Result: Sendable>(_ change: (inout Entries) -> Result) -> Result {
        entries.withLock { change(&$0) }
    }
}
