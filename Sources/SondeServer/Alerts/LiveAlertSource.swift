import SondeAlerting
import SondeCore

/// What the pipeline knows of incidents, and of those that are over what the store remembers.
struct LiveAlertSource: AlertSource {
    let pipeline: Pipeline
    let store: any Store

    func content(of incidents: [Incident]) async -> AlertContent {
        var content = await pipeline.content(of: incidents)
        let parents = incidents.compactMap(\.parent).filter { content.incidents[$0] == nil }
        for id in Set(parents) {
            // A message that knows less is better than none while the store is away.
            if let parent = try? await store.incident(id) { content.incidents[id] = parent }
        }
        let groups = incidents.filter { $0.scope != .endpoint }.map(\.id) + parents
        for id in Set(groups) where content.members[id] == nil {
            guard let members = try? await store.members(of: id) else { continue }
            content.members[id] = members
            for name in Set(members.map(\.endpoint)) where content.endpoints[name] == nil {
                content.endpoints[name] = await pipeline.facts(of: name)
            }
        }
        return content
    }

    func delivered(_ notices: [Notice]) async { await pipeline.delivered(notices) }
}
