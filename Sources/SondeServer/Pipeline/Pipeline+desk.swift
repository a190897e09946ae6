import SondeCore
import SondeIncidents

/// What people do about incidents.
extension Pipeline {
    func acknowledge(_ id: String, by: String) -> AcknowledgedIncident? {
        guard let changes = decide({ $0.acknowledge(id, by: by, at: clock.now) }), let incident = policy?.incident(id)
        else { return nil }
        let isNew = changes.timeline.contains { $0.kind == .acknowledged }
        return AcknowledgedIncident(incident, wasAcknowledged: !isNew)
    }

    func unacknowledge(_ id: String, by: String) -> Incident? {
        guard decide({ $0.unacknowledge(id, by: by, at: clock.now) }) != nil else { return nil }
        return policy?.incident(id)
    }

    func note(_ text: String, on id: String, by: String) -> TimelineEntry {
        let entry = TimelineEntry(
            incident: id, at: clock.now, kind: .note, text: text, author: by.isEmpty ? nil : by)
        writer.enqueue(WriteBatch(timeline: [entry]))
        return entry
    }

    var silences: [Silence] { policy?.silences(at: clock.now) ?? [] }

    func add(_ silence: Silence) {
        decide { $0.add(silence, at: clock.now) }
    }

    func endSilence(_ id: String, by: String) -> Silence? {
        decide { $0.endSilence(id, by: by, at: clock.now) }?.silences.first { $0.id == id }
    }
}
