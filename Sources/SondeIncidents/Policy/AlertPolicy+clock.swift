import SondeCore

/// When the clock is set back, what was to come at a time that is far off by now must not be waited for.
extension AlertPolicy {
    /// What the clocks of machines differ by, and what comes a little out of order, is no such case.
    private static let jitter: Duration = .seconds(60)

    func isSetBack(at now: Timestamp) -> Bool { now < newest.advanced(by: .zero - Self.jitter) }

    /// Takes everything that lies in the future as of now, forgets who was told lately, and looks at everything anew.
    mutating func setBack(_ ledger: inout Ledger) {
        let now = ledger.now
        newest = now
        startedAt = min(startedAt, now)
        paces = Paces(settings.grouping)
        cooldowns.forget(after: now)
        gathering.forget(after: now)
        connection.setBack(to: now)
        recoveries = recoveries.mapValues { min($0, now) }
        silenceBook = SilenceBook(configured: settings.silences, added: silenceBook.added, roster, at: now)
        deadlines = Deadlines()
        for id in openIncidents.map(\.id) {
            setBack(id, &ledger)
            if stories[id]?.incident.scope != .network { look(at: id, now) }
        }
    }

    private mutating func setBack(_ id: String, _ ledger: inout Ledger) {
        guard var story = stories[id] else { return }
        let now = ledger.now
        story.nextLook = nil
        story.openedAt = min(story.openedAt, now)
        story.wokenAt = story.wokenAt.map { min($0, now) }
        story.firstToldAt = story.firstToldAt.map { min($0, now) }
        story.crowd?.setBack(to: now)
        story.tellings = story.tellings.mapValues { telling in
            var telling = telling
            (telling.firstAt, telling.lastAt) = (min(telling.firstAt, now), min(telling.lastAt, now))
            telling.opening = telling.opening.map { sooner($0, by: now, &ledger) }
            // What was sent is followed from now on.
            if let due = telling.opening?.dueAt { telling.opening?.dueAt = min(due, now) }
            telling.followUps = telling.followUps.map { sooner($0, by: now, &ledger) }
            telling.end = telling.end.map { sooner($0, by: now, &ledger) }
            return telling
        }
        story.digests = story.digests.mapValues { sooner($0, by: nextDigest(after: now), &ledger) }
        stories[id] = story
    }

    /// A notice that waits is told at a time at the latest.
    private func sooner(_ notice: Notice, by time: Timestamp, _ ledger: inout Ledger) -> Notice {
        guard notice.state == .waiting, notice.dueAt > time else { return notice }
        var sooner = notice
        sooner.dueAt = time
        ledger.put(sooner)
        return sooner
    }
}
