package import SondeCore

/// Decides for all endpoints who is told what, and when. Pure: it takes what happened and the time, and returns what is
/// to be committed and sent.
///
/// What is told is decided anew whenever something changes, from what holds at that moment: each open incident is
/// looked at (`review`) when it changes, when something it depends on does, and when its time comes. So what was
/// decided does not depend on the way there, and a restart goes on from the open incidents, their notices and the
/// silences alone. The pace of the channels goes on from the notices too; verdicts on Sonde's own connection, and the
/// moments since which escalation is counted after a quiet, begin afresh.
package struct AlertPolicy: Sendable {
    var settings: AlertSettings
    var roster: Roster
    var pulses: Pulses
    var stories: [String: Story] = [:]
    /// The open incident of each endpoint.
    var openByEndpoint: [String: String] = [:]
    /// The newest open incident of many endpoints of each key; older ones that nobody joins any more may be open beside
    /// it.
    var openGroups: [GroupKey: String] = [:]
    /// When the newest of each key opened, over or not.
    var newestGroups: [GroupKey: Timestamp] = [:]
    var gathering = Gathering()
    var silenceBook: SilenceBook
    var hours = HoursClock()
    var paces: Paces
    var cooldowns = Cooldowns()
    var connection = ConnectionGuard()
    /// When the last failure of an endpoint that others depend on was over.
    var recoveries: [String: Timestamp] = [:]
    var startedAt: Timestamp
    var deadlines = Deadlines()
    /// The newest time that was seen, to notice when the clock is set back.
    var newest: Timestamp

    /// Begins, or goes on after a restart with what the store remembers.
    ///
    /// - Parameters:
    ///   - open: All open incidents, those of many endpoints included.
    ///   - notices: Those that wait, those of open incidents, and those of the last while, oldest first.
    ///   - silences: Those that people added.
    package init(
        _ settings: AlertSettings, endpoints: [Endpoint], open: [Incident] = [], notices: [Notice] = [],
        silences: [Silence] = [], at now: Timestamp
    ) {
        self.settings = settings
        let roster = Roster(endpoints)
        self.roster = roster
        pulses = Pulses(roster)
        paces = Paces(settings.grouping)
        silenceBook = SilenceBook(configured: settings.silences, added: silences, roster, at: now)
        startedAt = now
        newest = now
        if !settings.references.isEmpty { connection.expect(at: now) }
        resume(open, notices, at: now)
    }

    // MARK: What is open

    /// The open incident of this id; those of many endpoints included.
    package func incident(_ id: String) -> Incident? { stories[id]?.incident }

    /// All open incidents, those of many endpoints included, in the order of opening.
    package var openIncidents: [Incident] {
        stories.values.map(\.incident).sorted { ($0.openedAt, $0.id) < ($1.openedAt, $1.id) }
    }

    // MARK: Time

    /// When `advance` is needed next; nil while nothing waits for its time.
    package var nextDeadline: Timestamp? {
        var next = deadlines.first?.at
        for deadline in [silenceBook.nextChange, connection.nextDeadline] {
            if let deadline { next = next.map { min($0, deadline) } ?? deadline }
        }
        return next
    }

    /// Does what became due by time alone.
    package mutating func advance(to now: Timestamp) -> PolicyChanges {
        step(at: now) { _, _ in }
    }

    /// Does what is due, then something, and says what came of it.
    mutating func step(at now: Timestamp, _ body: (inout AlertPolicy, inout Ledger) -> Void) -> PolicyChanges {
        var ledger = Ledger(at: now)
        if isSetBack(at: now) { setBack(&ledger) }
        newest = max(newest, now)
        settle(&ledger)
        body(&self, &ledger)
        reviewGroups(&ledger)
        dropStaleDeadlines()
        return ledger.changes { stories[$0]?.incident }
    }

    /// Does what is due by the time of the ledger.
    private mutating func settle(_ ledger: inout Ledger) {
        if let change = silenceBook.nextChange, change <= ledger.now {
            silenceBook.advance(to: ledger.now)
            reviewAll(&ledger)
        }
        while let due = connection.due(at: ledger.now) { act(on: due, &ledger) }
        while let entry = deadlines.first, entry.at <= ledger.now {
            deadlines.removeFirst()
            guard stories[entry.incident]?.nextLook == entry.at else { continue }
            stories[entry.incident]?.nextLook = nil
            review(entry.incident, &ledger)
        }
    }

    /// Looks at an open incident again at a time.
    mutating func look(at id: String, _ time: Timestamp) {
        guard stories[id] != nil, stories[id]?.nextLook.map({ $0 > time }) ?? true else { return }
        stories[id]?.nextLook = time
        deadlines.insert(Deadlines.Entry(at: time, incident: id))
    }

    private mutating func dropStaleDeadlines() {
        while let entry = deadlines.first, stories[entry.incident]?.nextLook != entry.at { deadlines.removeFirst() }
    }

    /// Looks at everything that is open, in the order of opening.
    mutating func reviewAll(_ ledger: inout Ledger) {
        for incident in openIncidents.map(\.id) { review(incident, &ledger) }
    }
}
