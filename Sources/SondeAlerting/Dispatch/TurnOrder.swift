import SondeCore

/// That what is told of one incident goes in the order in which it happened, its end last of all. A digest is a story of its
/// own.
struct TurnOrder {
    private let now: Timestamp
    /// The earliest notice that waits, by thread.
    private var first: [String: Notice] = [:]

    init(_ waiting: some Sequence<Notice>, at now: Timestamp) {
        self.now = now
        for notice in waiting where notice.event != .digest {
            if let known = first[notice.thread], !Self.isEarlier(notice, known) { continue }
            first[notice.thread] = notice
        }
    }

    /// Nothing of the same thread has to go before it, other than with the same message. What is not due yet holds up only
    /// the end.
    func mayGo(_ notice: Notice) -> Bool {
        guard notice.event != .digest, let first = first[notice.thread], first.id != notice.id else { return true }
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
