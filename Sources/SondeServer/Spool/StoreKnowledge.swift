import SondeCore
import SondeSQLite

/// What a store has of incidents, notices and silences, as far as a batch that it once refused asks: what came later must
/// not be replaced by what it refused.
struct StoreKnowledge {
    private let store: any Store
    /// The newest of what is open and waits, whether the store has it or not.
    private let mirror: IncidentMirror
    /// One may have been refused as it opened and again as it closed.
    private var unknownIncidents: Set<String> = []
    /// Those of the store, and those that were found to be newer than they.
    private var notices: [String: Notice] = [:]
    private var askedIncidents: Set<String> = []

    init(of store: any Store, mirror: IncidentMirror) {
        self.store = store
        self.mirror = mirror
    }

    /// What of a batch is newer than what the store has. A measurement or a step is never replaced by another.
    mutating func news(in batch: WriteBatch) async throws -> WriteBatch {
        var news = batch
        for incident in batch.incidents where !unknownIncidents.contains(incident.id) {
            if try await store.incident(incident.id) == nil { unknownIncidents.insert(incident.id) }
        }
        news.incidents.removeAll { !unknownIncidents.contains($0.id) }
        news.notices = []
        for notice in batch.notices where try await isNews(notice) { news.notices.append(notice) }
        // One that was ended is never begun again.
        news.silences.removeAll { $0.endedAt == nil && mirror.silences[$0.id] != $0 }
        return news
    }

    private mutating func isNews(_ notice: Notice) async throws -> Bool {
        if let newest = mirror.notices[notice.id] { return newest == notice }
        // The mirror has no longer what has ended.
        let incident = notice.incident.id
        if askedIncidents.insert(incident).inserted {
            for stored in try await store.notices(of: incident) { notices[stored.id] = stored }
        }
        guard let known = notices[notice.id] else {
            notices[notice.id] = notice
            return true
        }
        guard known.state == .waiting else { return false }
        notices[notice.id] = notice
        return notice.state != .waiting
    }
}
