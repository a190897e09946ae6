import SondeCore

/// A probe takes some twenty bytes among others of its batch.
extension ProbeResult {
    func encode(to encoder: inout SpoolEncoder) {
        encoder.write(flags: [
            responseTime != nil, statusCode != nil, failure != nil, phases.dns != nil, phases.connect != nil,
            phases.tls != nil, phases.ttfb != nil, phases.transfer != nil,
        ])
        encoder.write(endpoint)
        encoder.write(timestamp)
        encoder.write(location)
        encoder.write(signed: Int64(responseSize))
        if let responseTime { encoder.write(responseTime) }
        if let statusCode { encoder.write(signed: Int64(statusCode)) }
        if let failure {
            encoder.write(failure.category.rawValue)
            encoder.write(failure.message)
        }
        for phase in PhaseTimings.Phase.allCases {
            if let time = phases[phase] { encoder.write(time) }
        }
    }

    init(from decoder: inout SpoolDecoder) throws(DamagedBytes) {
        let flags = try decoder.flags()
        self.init(endpoint: try decoder.text(), timestamp: try decoder.time(), location: try decoder.text())
        responseSize = Int(try decoder.signed())
        if flags[0] { responseTime = try decoder.duration() }
        if flags[1] { statusCode = Int(try decoder.signed()) }
        if flags[2] {
            let category = ProbeFailure.Category(rawValue: try decoder.text()) ?? .other
            failure = ProbeFailure(category, try decoder.text())
        }
        if flags[3] { phases.dns = try decoder.duration() }
        if flags[4] { phases.connect = try decoder.duration() }
        if flags[5] { phases.tls = try decoder.duration() }
        if flags[6] { phases.ttfb = try decoder.duration() }
        if flags[7] { phases.transfer = try decoder.duration() }
    }
}

extension Anomaly {
    func encode(to encoder: inout SpoolEncoder) {
        encoder.write(endpoint)
        encoder.write(timestamp)
        encoder.write(location)
        encoder.write(responseTime) { $0.write($1) }
        encoder.write(score)
        encoder.write(surprise) { $0.write($1) }
        encoder.write(severity) { $0.write($1.rawValue) }
        encoder.write(reasons) { $0.write($1) }
    }

    init(from decoder: inout SpoolDecoder) throws(DamagedBytes) {
        let (endpoint, timestamp, location) = (try decoder.text(), try decoder.time(), try decoder.text())
        let responseTime = try decoder.optional { decoder throws(DamagedBytes) in try decoder.duration() }
        self.init(
            endpoint: endpoint, timestamp: timestamp, responseTime: responseTime, score: try decoder.real(),
            surprise: try decoder.optional { decoder throws(DamagedBytes) in try decoder.real() },
            severity: try decoder.optional { decoder throws(DamagedBytes) in try Severity(from: &decoder) },
            reasons: try decoder.array { decoder throws(DamagedBytes) in try decoder.text() }, location: location)
    }
}

extension Severity {
    init(from decoder: inout SpoolDecoder) throws(DamagedBytes) {
        guard let severity = Severity(rawValue: try decoder.integer()) else { throw DamagedBytes() }
        self = severity
    }
}
