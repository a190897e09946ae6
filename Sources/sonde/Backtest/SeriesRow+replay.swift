import SondeCore
import SondeServer

extension SeriesRow {
    /// The row as the replay takes it; nil for a value that is missing.
    ///
    /// - Parameter lastSize: Of the last response whose size is known: an empty field is no response of 0 bytes.
    func replayed(as name: String, kind: SeriesColumns.Kind, lastSize: Int) -> Replay.Row? {
        switch kind {
        case .value: value.map { .value($0, time) }
        case .responseTime: .probe(result(of: name, lastSize: lastSize))
        }
    }

    /// The probe that a row records. Without a column for it, a probe succeeded if an answer came whose status is no
    /// error.
    private func result(of name: String, lastSize: Int) -> ProbeResult {
        var result = ProbeResult(
            endpoint: name, timestamp: time, responseTime: value.map(Self.duration),
            phases: PhaseTimings(
                dns: phases.dns.map(Self.duration), connect: phases.connect.map(Self.duration),
                tls: phases.tls.map(Self.duration), ttfb: phases.ttfb.map(Self.duration),
                transfer: phases.transfer.map(Self.duration)),
            statusCode: statusCode, responseSize: responseSize ?? lastSize)
        let succeeded = success ?? (value != nil && (statusCode ?? 200) < 400)
        if !succeeded || value == nil { result.failure = failure }
        return result
    }

    private var failure: ProbeFailure {
        if let errorMessage { return ProbeFailure(value == nil ? .other : .conditionFailed, errorMessage) }
        if let statusCode { return ProbeFailure(.unexpectedStatus, "status \(statusCode)") }
        return value == nil ? ProbeFailure(.timeout, "no answer came") : ProbeFailure(.other, "recorded as failed")
    }

    private static func duration(_ milliseconds: Double) -> Duration {
        .microseconds(Int64(min(milliseconds * 1000, 1e15).rounded()))
    }
}
