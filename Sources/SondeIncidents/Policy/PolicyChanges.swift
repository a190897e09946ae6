package import SondeCore

/// What the alert policy decided: everything of it belongs into the same commit as what caused it.
package struct PolicyChanges: Sendable, Equatable {
    /// The newest state of each changed incident, those of many endpoints included; each once.
    package var incidents: [Incident]
    /// Incidents of many endpoints, and of Sonde's own network, that opened; in `incidents` too.
    package var opened: [Incident]
    /// The same that are over.
    package var closed: [Incident]
    package var timeline: [TimelineEntry]
    /// New ones, those that were dropped, and waiting ones that tell something newer now; each once, the newest state.
    package var notices: [Notice]
    package var silences: [Silence]
    /// The reference targets are to be tried now, and `AlertPolicy.referencesAnswered` told what came of it.
    package var checksReferences: Bool

    package init(
        incidents: [Incident] = [], opened: [Incident] = [], closed: [Incident] = [], timeline: [TimelineEntry] = [],
        notices: [Notice] = [], silences: [Silence] = [], checksReferences: Bool = false
    ) {
        self.incidents = incidents
        self.opened = opened
        self.closed = closed
        self.timeline = timeline
        self.notices = notices
        self.silences = silences
        self.checksReferences = checksReferences
    }

    package var isEmpty: Bool {
        incidents.isEmpty && opened.isEmpty && closed.isEmpty && timeline.isEmpty && notices.isEmpty && silences.isEmpty
            && !checksReferences
    }

    /// Adds what was decided next. Of what changed in both, the newer state stays.
    package mutating func append(_ newer: PolicyChanges) {
        incidents = Self.merged(incidents, newer.incidents, by: \.id)
        opened += newer.opened
        closed += newer.closed
        timeline += newer.timeline
        notices = Self.merged(notices, newer.notices, by: \.id)
        silences = Self.merged(silences, newer.silences, by: \.id)
        checksReferences = checksReferences || newer.checksReferences
    }

    private static func merged<Row>(_ older: [Row], _ newer: [Row], by id: KeyPath<Row, String>) -> [Row] {
        if older.isEmpty || newer.isEmpty { return older + newer }
        let ids = Set(newer.map { $0[keyPath: id] })
        return older.filter { !ids.contains($0[keyPath: id]) } + newer
    }
}
