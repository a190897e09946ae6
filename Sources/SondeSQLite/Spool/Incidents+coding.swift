import SondeCore

extension Incident {
    func encode(to encoder: inout SpoolEncoder) {
        encoder.write(id)
        encoder.write(endpoint)
        encoder.write(kind.rawValue)
        encoder.write(severity.rawValue)
        encoder.write(openedAt)
        encoder.write(closedAt) { $0.write($1) }
        encoder.write(reason)
        encoder.write(patterns) { $1.encode(to: &$0) }
        encoder.write(excusedAt) { $0.write($1) }
    }

    init(from decoder: inout SpoolDecoder) throws(DamagedBytes) {
        let (id, endpoint) = (try decoder.text(), try decoder.text())
        guard let kind = Kind(rawValue: try decoder.text()) else { throw DamagedBytes() }
        self.init(
            id: id, endpoint: endpoint, kind: kind, severity: try Severity(from: &decoder),
            openedAt: try decoder.time(),
            closedAt: try decoder.optional { decoder throws(DamagedBytes) in try decoder.time() },
            reason: try decoder.text(),
            patterns: try decoder.array { decoder throws(DamagedBytes) in try FaultPattern(from: &decoder) },
            excusedAt: try decoder.optional { decoder throws(DamagedBytes) in try decoder.time() })
    }
}

extension FaultPattern {
    fileprivate func encode(to encoder: inout SpoolEncoder) {
        encoder.write(kind.rawValue)
        encoder.write(phase) { $0.write($1.rawValue) }
        encoder.write(share)
        encoder.write(extreme)
        encoder.write(probes)
    }

    fileprivate init(from decoder: inout SpoolDecoder) throws(DamagedBytes) {
        guard let kind = Fault.Kind(rawValue: try decoder.text()) else { throw DamagedBytes() }
        let phase = try decoder.optional { decoder throws(DamagedBytes) in
            guard let phase = PhaseTimings.Phase(rawValue: try decoder.text()) else { throw DamagedBytes() }
            return phase
        }
        self.init(
            kind: kind, phase: phase, share: try decoder.real(), extreme: try decoder.real(),
            probes: try decoder.integer())
    }
}

extension IncidentState {
    func encode(to encoder: inout SpoolEncoder) {
        encoder.write(failuresInARow)
        encoder.write(goodInARow)
        encoder.write(openIncident) { $0.write($1) }
    }

    init(from decoder: inout SpoolDecoder) throws(DamagedBytes) {
        self.init(
            failuresInARow: try decoder.integer(), goodInARow: try decoder.integer(),
            openIncident: try decoder.optional { decoder throws(DamagedBytes) in try decoder.text() })
    }
}
