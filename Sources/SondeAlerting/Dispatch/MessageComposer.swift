package import SondeCore

/// Makes the message of notices that go together. Pure.
package struct MessageComposer: Sendable {
    /// The address of the page without a slash at its end; nil where none is served.
    private let pageURL: String?
    /// More endpoints than this are not shown one by one.
    private static let mostHealth = 50

    package init(pageURL: String?) {
        self.pageURL = pageURL
    }

    /// - Parameters:
    ///   - content: What is known of the notices' incidents.
    ///   - receipt: Of the first message of this thread.
    func message(
        of parcel: ChannelQueue.Parcel, content: AlertContent, at now: Timestamp, receipt: String?
    ) -> AlertMessage {
        let event = Self.event(of: parcel.notices)
        let incidents = incidents(of: parcel.notices, content, event)
        let gravest = incidents[0].incident
        let names = incidents.flatMap { $0.names + $0.recovered.map(\.endpoint) }.unique
        return AlertMessage(
            key: parcel.key, event: event, severity: gravest.severity, thread: gravest.id,
            incidents: incidents,
            health: Array(names.compactMap { content.endpoints[$0]?.health }.prefix(Self.mostHealth)),
            link: incidents.count == 1 ? incidents[0].link : pageURL.map { $0 + "/incidents" },
            description: Self.description(of: parcel.notices), time: now, receipt: receipt)
    }

    /// One for each story, the gravest and then the oldest first.
    private func incidents(
        of notices: [Notice], _ content: AlertContent, _ event: AlertEvent
    ) -> [AlertedIncident] {
        let byThread = Dictionary(grouping: notices, by: \.thread)
        return byThread.map { thread, notices in
            let told = notices.map(\.incident)
            guard let group = group(thread, of: told, content) else {
                // The newest of several notices knows most.
                return alerted(content.incidents[thread] ?? told[told.count - 1], content)
            }
            let members = members(of: thread, told: told, content)
            return alerted(group, members: members, told: told, isEnd: event == .resolved, content)
        }.sorted { one, other in
            let (first, second) = (one.incident, other.incident)
            if first.severity != second.severity { return first.severity > second.severity }
            return (first.openedAt, first.id) < (second.openedAt, second.id)
        }
    }

    /// The incident of many that a thread is about; nil where it is about one endpoint.
    private func group(_ thread: String, of told: [Incident], _ content: AlertContent) -> Incident? {
        if let known = content.incidents[thread] { return known.scope == .endpoint ? nil : known }
        if let group = told.last(where: { $0.id == thread }) { return group.scope == .endpoint ? nil : group }
        // Nobody knows the group any more: its members are told as what they are.
        guard var stand = told.last else { return nil }
        (stand.id, stand.scope, stand.parent) = (thread, .fleet, nil)
        return stand
    }

    /// All that are known, and those that are told now: of each endpoint the newest.
    private func members(of thread: String, told: [Incident], _ content: AlertContent) -> [Incident] {
        let all = (content.members[thread] ?? []) + told.filter { $0.id != thread && $0.scope == .endpoint }
        let newest = Dictionary(all.map { ($0.endpoint, $0) }) { $0.openedAt < $1.openedAt ? $1 : $0 }
        return newest.values.sorted { ($0.openedAt, $0.endpoint) < ($1.openedAt, $1.endpoint) }
    }

    /// An incident of many as it is for those who are told: over once all are that they hear of, though others may go on.
    private func alerted(
        _ group: Incident, members: [Incident], told: [Incident], isEnd: Bool, _ content: AlertContent
    ) -> AlertedIncident {
        let over = members.filter { !$0.isOpen }
        var alerted = alerted(group, content)
        alerted.members = isEnd && !over.isEmpty ? over : members
        // For them it began with the first that they hear of.
        if let first = alerted.members.map(\.openedAt).min() {
            alerted.incident.openedAt = max(group.openedAt, first)
        }
        let isOver = isEnd || !members.isEmpty && over.count == members.count
        if isOver, group.isOpen {
            let ends = over.isEmpty ? told.compactMap(\.closedAt) : over.compactMap(\.closedAt)
            alerted.incident.closedAt = ends.max()
        }
        alerted.incident.reason = alerted.reasonOfNamed
        return alerted
    }

    private func alerted(_ incident: Incident, _ content: AlertContent) -> AlertedIncident {
        let facts = content.endpoints[incident.endpoint]
        return AlertedIncident(
            incident: incident, group: facts?.health.group, url: facts?.url ?? "", last: facts?.last,
            link: pageURL.map { "\($0)/incidents/\(incident.id)" })
    }

    /// What is most to those who read it.
    private static func event(of notices: [Notice]) -> AlertEvent {
        let events = Set(notices.map(\.event))
        let order: [AlertEvent] = [.opened, .escalated, .raised, .reminder, .resolved, .digest, .test]
        return order.first(where: events.contains) ?? .opened
    }

    /// Each only once.
    private static func description(of notices: [Notice]) -> String? {
        var known: Set<String> = []
        let texts = notices.compactMap(\.description).filter { known.insert($0).inserted }
        return texts.isEmpty ? nil : texts.joined(separator: "\n")
    }
}
