/// How it went to tell a channel, in words that follow its name: the same on the pages and in the terminal.
package enum NoticeWords {
    /// `was told 10:03:12 UTC`, `could not be told: 550 no such user`, `waits until 08:00:00 UTC`.
    ///
    /// - Parameters:
    ///   - dueAt: Before which it is not sent.
    ///   - endedAt: When it was sent or given up; nil while it waits.
    ///   - fault: Why the last try failed; of one that was taken after all nothing is said of it.
    package static func text(
        _ state: Notice.State, dueAt: Timestamp, endedAt: Timestamp?, fault: String?, asOf now: Timestamp
    ) -> String {
        switch state {
        case .sent: "was told \((endedAt ?? dueAt).text(asOf: now))"
        case .dead: "could not be told: \(fault ?? "it was given up.")"
        case .dropped: "did not need to be told"
        case .waiting:
            if let fault {
                "could not be told yet: \(fault)"
            } else if dueAt > now {
                "waits until \(dueAt.text(asOf: now))"
            } else {
                "is being told"
            }
        }
    }
}
