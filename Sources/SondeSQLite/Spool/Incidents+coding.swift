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
        encoder.write(scope.rawValue)
        encoder.write(parent) { $0.write($1) }
        encoder.write(flags: [isFlapping])
        encoder.write(acknowledgement) { encoder, acknowledgement in
            encoder.write(acknowledgement.at)
            encoder.write(acknowledgement.by)
        }
        encoder.write(quiet) { $0.write($1.rawValue) }
    }

    init(from decoder: inout SpoolDecoder, form: SpoolForm) throws(DamagedBytes) {
        let (id, endpoint) = (try decoder.text(), try decoder.text())
        self.init(
            id: id, endpoint: endpoint, kind: try decoder.named(Kind.self), severity: try Severity(from: &decoder),
            openedAt: try decoder.time(), closedAt: try decoder.optionalTime(), reason: try decoder.text(),
            patterns: try decoder.array { decoder throws(DamagedBytes) in try FaultPattern(from: &decoder) },
            excusedAt: try decoder.optionalTime())
        guard form >= .withAlerts else { return }
        scope = try decoder.named(Scope.self)
        parent = try decoder.optionalText()
        isFlapping = try decoder.flags()[0]
        acknowledgement = try decoder.optional { decoder throws(DamagedBytes) in
            Acknowledgement(at: try decoder.time(), by: try decoder.text())
        }
        quiet = try decoder.optional { decoder throws(DamagedBytes) in try decoder.named(Quiet.self) }
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
        let kind = try decoder.named(Fault.Kind.self)
        let phase = try decoder.optional { decoder throws(DamagedBytes) in try decoder.named(PhaseTimings.Phase.self) }
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
        encoder.write(lastFailures)
        encoder.write(openings) { $0.write($1) }
        encoder.write(goodSince) { $0.write($1) }
    }

    init(from decoder: inout SpoolDecoder, form: SpoolForm) throws(DamagedBytes) {
        self.init(
            failuresInARow: try decoder.integer(), goodInARow: try decoder.integer(),
            openIncident: try decoder.optionalText())
        guard form >= .withAlerts else { return }
        lastFailures = try decoder.number()
        openings = try decoder.array { decoder throws(DamagedBytes) in try decoder.time() }
        goodSince = try decoder.optional { decoder throws(DamagedBytes) in try decoder.time() }
    }
}
