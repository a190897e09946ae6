import SondeAlerting
import SondeCore

/// What the pipeline knows of incidents, and of those that are over what the store remembers.
struct LiveAlertSource: AlertSource {
    let pipeline: Pipeline
    let store: any Store

    func content(of incidents: [Incident], on channel: String) async -> AlertContent {
        var content = await pipeline.content(of: incidents, on: channel)
        let parents = incidents.compactMap(\.parent).filter { content.incidents[$0] == nil }
        for id in Set(parents) {
            // A message that knows less is better than none while the store is away.
            if let parent = try? await store.incident(id) { content.incidents[id] = parent }
        }
        let groups = incidents.filter { $0.scope != .endpoint }.map(\.id) + parents
        for id in Set(groups) where content.members[id] == nil {
            guard let members = try? await store.members(of: id) else { continue }
            let routed = await pipeline.routed(members, to: channel)
            content.members[id] = routed
            for name in Set(routed.map(\.endpoint)) where content.endpoints[name] == nil {
                content.endpoints[name] = await pipeline.facts(of: name)
            }
        }
        return content
    }

    func delivered(_ notices: [Notice]) async { await pipeline.delivered(notices) }
}
