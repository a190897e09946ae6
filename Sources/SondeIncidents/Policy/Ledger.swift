import SondeCore

/// Gathers what one step of the policy changes; of what changes twice only the last state goes out.
struct Ledger {
    let now: Timestamp
    private(set) var timeline: [TimelineEntry] = []
    private(set) var notices: [Notice] = []
    var silences: [Silence] = []
    var checksReferences = false
    private var changed: [String] = []
    private var changedAtAll: Set<String> = []
    private var over: [String: Incident] = [:]
    private var groupsOpened: [String] = []
    private var groupsClosed: [String] = []
    private var places: [String: Int] = [:]
    /// Incidents of many endpoints that are to be looked at at the end of the step.
    private var dirtyGroups: Set<String> = []

    init(at now: Timestamp) {
        self.now = now
    }

    /// An open incident changed; what it is by then is asked for at the end.
    mutating func change(_ id: String) {
        if changedAtAll.insert(id).inserted { changed.append(id) }
    }

    /// Has an incident of many endpoints looked at once, whatever else happens to it in this step.
    mutating func mark(group id: String) {
        dirtyGroups.insert(id)
    }

    /// Those that are to be looked at now, in an order of their own.
    mutating func takeDirtyGroups() -> [String] {
        defer { dirtyGroups = [] }
        return dirtyGroups.sorted()
    }

    mutating func open(group id: String) {
        change(id)
        groupsOpened.append(id)
    }

    mutating func close(_ incident: Incident) {
        change(incident.id)
        over[incident.id] = incident
        if incident.scope != .endpoint { groupsClosed.append(incident.id) }
    }

    mutating func step(_ kind: TimelineEntry.Kind, of id: String, _ text: String, by author: String? = nil) {
        write(TimelineEntry(incident: id, at: now, kind: kind, text: text, author: author))
    }

    mutating func write(_ entry: TimelineEntry) {
        timeline.append(entry)
    }

    mutating func put(_ notice: Notice) {
        if let place = places[notice.id] {
            notices[place] = notice
        } else {
            places[notice.id] = notices.count
            notices.append(notice)
        }
    }

    /// - Parameter open: Finds an open incident.
    func changes(_ open: (String) -> Incident?) -> PolicyChanges {
        let newest = { (id: String) in over[id] ?? open(id) }
        return PolicyChanges(
            incidents: changed.compactMap(newest), opened: groupsOpened.compactMap(newest),
            closed: groupsClosed.compactMap(newest), timeline: timeline, notices: notices, silences: silences,
            checksReferences: checksReferences)
    }
}
