package import SondeCore

/// What has to be known of incidents at a start: those that are open or were called no fault, the states of their state
/// machines, who has been or is to be told of them, and when nobody is.
///
/// Of an incident of many endpoints that is open, or of which somebody is still to be told, the members are known, too, even
/// those that are over: their names are part of what is told.
package struct IncidentMirror: Sendable, Equatable {
    package private(set) var incidents: [String: Incident] = [:]
    package private(set) var states: [String: IncidentState] = [:]
    /// Those that wait, and those of incidents that are open or part of one that is.
    package private(set) var notices: [String: Notice] = [:]
    /// Those that nobody has ended.
    package private(set) var silences: [String: Silence] = [:]

    package init(
        _ incidents: [Incident] = [], states: [String: IncidentState] = [:], notices: [Notice] = [],
        silences: [Silence] = []
    ) {
        take(WriteBatch(incidents: incidents, notices: notices, silences: silences))
        self.states = states
    }

    package var open: [Incident] { sorted { $0.isOpen } }

    package var excused: [Incident] { sorted { $0.excusedAt != nil } }

    /// In the order of opening; empty also where they need not be known.
    package func members(of incident: String) -> [Incident] {
        isTold(incident) ? sorted { $0.parent == incident } : []
    }

    /// The oldest first.
    package var noticesInOrder: [Notice] {
        notices.values.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
    }

    /// The oldest first.
    package var silencesInOrder: [Silence] {
        silences.values.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
    }

    private func sorted(_ isMeant: (Incident) -> Bool) -> [Incident] {
        incidents.values.filter(isMeant).sorted { ($0.openedAt, $0.id) < ($1.openedAt, $1.id) }
    }

    private func isTold(_ incident: String) -> Bool {
        incidents[incident]?.isOpen == true
            || notices.values.contains { $0.state == .waiting && $0.incident.id == incident }
    }
}

extension IncidentMirror {
    /// The keys of what has changed, what is no longer kept included.
    struct Changes: Equatable {
        var incidents: Set<String> = []
        var states: Set<String> = []
        var notices: Set<String> = []
        var silences: Set<String> = []
    }

    var everything: Changes {
        Changes(
            incidents: Set(incidents.keys), states: Set(states.keys), notices: Set(notices.keys),
            silences: Set(silences.keys))
    }

    /// Takes over what a batch changes; of several versions the last one counts.
    @discardableResult
    mutating func take(_ batch: WriteBatch) -> Changes {
        for (endpoint, state) in batch.incidentStates { states[endpoint] = state }
        for incident in batch.incidents { incidents[incident.id] = incident }
        for notice in batch.notices { notices[notice.id] = notice }
        for silence in batch.silences { silences[silence.id] = silence.endedAt == nil ? silence : nil }
        var changes = Changes(
            incidents: Set(batch.incidents.map(\.id)), states: Set(batch.incidentStates.keys),
            notices: Set(batch.notices.map(\.id)), silences: Set(batch.silences.map(\.id)))
        guard !changes.incidents.isEmpty || !changes.notices.isEmpty else { return changes }
        changes.notices.formUnion(dropNotices())
        changes.incidents.formUnion(dropIncidents())
        return changes
    }

    /// Drops what has ended, of incidents that are over; returns their ids.
    private mutating func dropNotices() -> [String] {
        let dropped = notices.values.filter { $0.state != .waiting && !concernsOpen($0) }
        for notice in dropped { notices[notice.id] = nil }
        return dropped.map(\.id)
    }

    private func concernsOpen(_ notice: Notice) -> Bool {
        let newest = incidents[notice.incident.id] ?? notice.incident
        if incidents[newest.id]?.isOpen == true { return true }
        return newest.parent.flatMap { incidents[$0] }?.isOpen == true
    }

    private mutating func dropIncidents() -> [String] {
        let waiting = Set(notices.values.lazy.filter { $0.state == .waiting }.map(\.incident.id))
        let dropped = incidents.values.filter { incident in
            guard !incident.isOpen, incident.excusedAt == nil else { return false }
            guard let parent = incident.parent else { return true }
            return incidents[parent]?.isOpen != true && !waiting.contains(parent)
        }
        for incident in dropped { incidents[incident.id] = nil }
        return dropped.map(\.id)
    }
}
