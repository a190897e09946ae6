import SondeCore

/// Messages that go out late: a channel did not take them while there was still something to be done.
extension AlertMessage {
    /// When all of what it tells as open was over; nil for what is open, and for what tells of an end itself.
    var overSince: Timestamp? {
        switch event {
        case .opened, .raised, .reminder, .escalated: break
        case .resolved, .digest, .test: return nil
        }
        let ends = incidents.map(\.incident.closedAt)
        return ends.contains(nil) ? nil : ends.compactMap(\.self).max()
    }

    /// Nobody has to do anything: it tells of an end, or of what has ended meanwhile.
    var isOver: Bool { isResolved || overSince != nil }
}
