import CCurl
import Foundation
import SondeCore

/// Makes the result of a probe out of its final report: phases, conditions, success.
struct ProbeEvaluation {
    let endpoint: Endpoint
    let hops: HopSequence
    let report: TransferReport
    let now: Timestamp

    func result() -> ProbeResult {
        let isTLS = hops.request.isTLS
        var result = ProbeResult(endpoint: endpoint.name, timestamp: report.startedAt)
        result.phases = PhaseTimings(report, isTLS: isTLS)
        result.redirectTime = hops.elapsed
        result.redirectCount = hops.redirects
        result.responseSize = report.bodySize
        result.remoteAddress = report.remoteAddress
        result.certificateExpiry = report.certificateExpiry.flatMap(CertificateDate.parse)
        if report.status != 0 {
            result.statusCode = report.status
            result.httpVersion = Self.httpVersion(report.httpVersion)
        }
        if report.isComplete { result.responseTime = hops.elapsed + .microseconds(report.times.total) }
        result.failure = transportFailure(isTLS: isTLS)
        judge(&result, isTLS: isTLS)
        return result
    }

    private func transportFailure(isTLS: Bool) -> ProbeFailure? {
        if let failure = hops.failure { return failure }
        if report.isComplete, report.limit == nil { return nil }
        let url = URLComponents(string: hops.request.url)
        let host = url?.host ?? "the host"
        let port = url?.port ?? (isTLS ? 443 : 80)
        return FailureClassifier(
            report: report, target: "\(host):\(port)", host: host, isTLS: isTLS, options: endpoint.client,
            timeout: endpoint.client.timeout
        ).failure()
    }

    /// Conditions decide success; without any, the status does.
    private func judge(_ result: inout ProbeResult, isTLS: Bool) {
        guard !endpoint.conditions.isEmpty else {
            if result.failure == nil, !(200...299).contains(report.status) {
                result.failure = ProbeFailure(.unexpectedStatus, "Status \(report.status) instead of 200 to 299.")
            }
            return
        }
        let context = ConditionContext(
            status: result.statusCode, responseTime: result.responseTime, connected: report.times.connect > 0,
            remoteAddress: report.remoteAddress,
            certificateExpiration: result.certificateExpiry.map { now.duration(to: $0) }, body: report.body,
            headers: report.headers, phases: judgedPhases(result.phases, isTLS: isTLS))
        result.conditions = endpoint.conditions.map { $0.evaluate(in: context) }
        let failed = result.conditions.filter { !$0.held }
        if result.failure == nil, let first = failed.first {
            let others = failed.count > 1 ? " (and \(failed.count - 1) more)" : ""
            result.failure = ProbeFailure(.conditionFailed, "Condition failed: \(first.resolved)\(others)")
        }
    }

    /// A phase that a kept connection spared took no time, which is what a limit on it asks.
    private func judgedPhases(_ phases: PhaseTimings, isTLS: Bool) -> PhaseTimings {
        guard report.usesKeptConnection else { return phases }
        var judged = phases
        judged.dns = judged.dns ?? .zero
        judged.connect = judged.connect ?? .zero
        if isTLS { judged.tls = judged.tls ?? .zero }
        return judged
    }

    private static func httpVersion(_ version: Int) -> String? {
        switch version {
        case 1: "1.0"
        case 2: "1.1"
        case 3: "2"
        case 30: "3"
        default: nil
        }
    }
}
