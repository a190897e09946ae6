import SondeCore

extension WriteBatch {
    /// Takes in everything of a newer batch but its measurements.
    mutating func appendEvents(of newer: WriteBatch) {
        incidents.append(contentsOf: newer.incidents)
        timeline.append(contentsOf: newer.timeline)
        notices.append(contentsOf: newer.notices)
        silences.append(contentsOf: newer.silences)
        incidentStates.merge(newer.incidentStates) { _, new in new }
        detectorStates.merge(newer.detectorStates) { _, new in new }
    }

    /// Takes in a newer batch.
    mutating func append(_ newer: WriteBatch) {
        results.append(contentsOf: newer.results)
        anomalies.append(contentsOf: newer.anomalies)
        appendEvents(of: newer)
    }

    /// Whether somebody waits for what it tells.
    var isUrgent: Bool { !notices.isEmpty || !incidents.isEmpty }
}
