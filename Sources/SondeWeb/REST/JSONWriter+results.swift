import SondeCore

/// Measurements, under the names of the promised columns of `api_metrics` and `anomalies`.
extension JSONWriter {
    mutating func members(of result: ProbeResult) {
        member("timestamp", result.timestamp)
        member("response_time_ms", milliseconds: result.responseTime)
        member("status_code", result.statusCode)
        member("success", result.success)
        member("response_size_bytes", result.responseSize)
        member("error_message", result.failure?.message)
        members(of: result.phases)
        member("location", result.location)
    }

    /// A step of a chart: the mean in `response_time_ms`, and beside it what a single probe does not have.
    mutating func members(of point: SeriesPoint) {
        member("timestamp", point.timestamp)
        member("response_time_ms", milliseconds: point.mean)
        member("status_code", nil as Int?)
        member("success", point.failures == 0)
        member("response_size_bytes", nil as Int?)
        member("error_message", nil as String?)
        members(of: point.phases)
        member("location", nil as String?)
        member("min_ms", milliseconds: point.min)
        member("max_ms", milliseconds: point.max)
        member("p50_ms", milliseconds: point.p50)
        member("p95_ms", milliseconds: point.p95)
        member("p99_ms", milliseconds: point.p99)
        member("count", point.count)
        member("failures", point.failures)
    }

    mutating func members(of anomaly: Anomaly) {
        member("timestamp", anomaly.timestamp)
        member("api_name", anomaly.endpoint)
        member("response_time_ms", milliseconds: anomaly.responseTime)
        member("anomaly_score", anomaly.score, decimals: 4)
        member("surprise", anomaly.surprise, decimals: 2)
        member("severity", anomaly.severity?.description)
        member("is_anomaly", anomaly.score < 0)
        member("reasons", anomaly.reasons)
        member("location", anomaly.location)
    }

    mutating func members(of verdict: Verdict) {
        member("anomaly_score", verdict.score, decimals: 4)
        member("surprise", verdict.surprise, decimals: 2)
        member("severity", verdict.severity?.description)
        member("reasons", verdict.reasons)
    }

    private mutating func members(of phases: PhaseTimings) {
        member("dns_ms", milliseconds: phases.dns)
        member("connect_ms", milliseconds: phases.connect)
        member("tls_ms", milliseconds: phases.tls)
        member("ttfb_ms", milliseconds: phases.ttfb)
        member("transfer_ms", milliseconds: phases.transfer)
    }
}
