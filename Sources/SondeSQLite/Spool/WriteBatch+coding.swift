import SondeCore

/// How a batch is written. Those of older Sondes can still be read.
enum SpoolForm: UInt64, Comparable {
    case measurementsAndIncidents = 1
    /// Incidents and their states with more fields, and behind them steps, notices and silences.
    case withAlerts = 2

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// What a store keeps of a batch, as bytes: the number of the form, results, anomalies, incidents, states of incidents,
/// steps, notices, silences, and a checksum. Detector states are not in it: only the newest of each endpoint is worth
/// keeping.
///
/// A form that this Sonde does not know counts as damaged, so a new form takes a new migration of the spool, which an older
/// Sonde refuses to open.
extension WriteBatch {
    var spoolBytes: [UInt8] {
        var encoder = SpoolEncoder()
        encoder.write(SpoolForm.withAlerts.rawValue)
        encoder.write(results) { $1.encode(to: &$0) }
        encoder.write(anomalies) { $1.encode(to: &$0) }
        encoder.write(incidents) { $1.encode(to: &$0) }
        encoder.write(incidentStates.sorted { $0.key < $1.key }) { encoder, entry in
            encoder.write(entry.key)
            encoder.write(entry.value) { $1.encode(to: &$0) }
        }
        encoder.write(timeline) { $1.encode(to: &$0) }
        encoder.write(notices) { $1.encode(to: &$0) }
        encoder.write(silences) { $1.encode(to: &$0) }
        return encoder.bytes + Checksum.bytes(of: encoder.bytes)
    }

    init(spoolBytes bytes: [UInt8]) throws(DamagedBytes) {
        let content = bytes.dropLast(Checksum.length)
        guard bytes.suffix(Checksum.length).elementsEqual(Checksum.bytes(of: content)) else { throw DamagedBytes() }
        var decoder = SpoolDecoder(content)
        guard let form = SpoolForm(rawValue: try decoder.number()) else { throw DamagedBytes() }
        self.init()
        results = try decoder.array { decoder throws(DamagedBytes) in try ProbeResult(from: &decoder) }
        anomalies = try decoder.array { decoder throws(DamagedBytes) in try Anomaly(from: &decoder) }
        try readIncidents(from: &decoder, form)
        if form >= .withAlerts { try readAlerts(from: &decoder) }
        guard decoder.isAtEnd else { throw DamagedBytes() }
    }

    private mutating func readIncidents(from decoder: inout SpoolDecoder, _ form: SpoolForm) throws(DamagedBytes) {
        incidents = try decoder.array { decoder throws(DamagedBytes) in try Incident(from: &decoder, form: form) }
        let states = try decoder.array { decoder throws(DamagedBytes) in
            let endpoint = try decoder.text()
            let state = try decoder.optional { decoder throws(DamagedBytes) in
                try IncidentState(from: &decoder, form: form)
            }
            return (endpoint, state)
        }
        incidentStates = Dictionary(states) { _, newer in newer }
    }

    private mutating func readAlerts(from decoder: inout SpoolDecoder) throws(DamagedBytes) {
        timeline = try decoder.array { decoder throws(DamagedBytes) in try TimelineEntry(from: &decoder) }
        notices = try decoder.array { decoder throws(DamagedBytes) in try Notice(from: &decoder) }
        silences = try decoder.array { decoder throws(DamagedBytes) in try Silence(from: &decoder) }
    }
}

/// FNV-1a with the finaliser of MurmurHash3: one damage in four billion goes unnoticed.
private enum Checksum {
    static let length = 4

    static func bytes(of content: some Sequence<UInt8>) -> [UInt8] {
        var hash: UInt32 = 0x811c_9dc5
        for byte in content { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
        hash = (hash ^ hash >> 16) &* 0x85eb_ca6b
        hash = (hash ^ hash >> 13) &* 0xc2b2_ae35
        hash ^= hash >> 16
        return (0..<4).map { UInt8(truncatingIfNeeded: hash >> (8 * $0)) }
    }
}
