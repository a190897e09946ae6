import SondeCore

/// That what is told of one incident goes in the order in which it happened, its end last of all. A digest is a story of its
/// own.
struct TurnOrder: Sendable {
    private struct Place: Comparable {
        var createdAt: Timestamp
        var id: String

        static func < (one: Place, other: Place) -> Bool {
            (one.createdAt, one.id) < (other.createdAt, other.id)
        }
    }

    /// By thread. What waits no longer, or elsewhere, stays until it is the first.
    private var places: [String: Heap<Place>] = [:]

    mutating func add(_ notice: Notice) {
        guard notice.event != .digest else { return }
        places[notice.thread, default: Heap()].insert(Place(createdAt: notice.createdAt, id: notice.id))
    }

    /// The earliest of those that wait.
    mutating func first(of thread: String, in waiting: [String: Notice]) -> Notice? {
        while let place = places[thread]?.first {
            if let notice = waiting[place.id], notice.thread == thread, notice.createdAt == place.createdAt {
                return notice
            }
            places[thread]?.removeFirst()
        }
        places[thread] = nil
        return nil
    }

    /// Nothing of the same thread has to go before it, other than with the same message. What is not due yet holds up only
    /// the end.
    mutating func mayGo(_ notice: Notice, in waiting: [String: Notice], at now: Timestamp) -> Bool {
        guard notice.event != .digest, let first = first(of: notice.thread, in: waiting), first.id != notice.id else {
            return true
        }
        if goTogether(first, notice) { return true }
        return first.dueAt > now && notice.event != .resolved
    }

    private func goTogether(_ one: Notice, _ other: Notice) -> Bool {
        guard one.message == other.message else { return false }
        // Of those without a message, what opens and what resolves never share one.
        return one.message != nil || (one.event == .resolved) == (other.event == .resolved)
    }

    static func isEarlier(_ one: Notice, _ other: Notice) -> Bool {
        (one.createdAt, one.id) < (other.createdAt, other.id)
    }
}
