package import SondeCore

/// The figures of a probe, and of the last minutes of an endpoint, as messages say them.
package enum ProbeWords {
    /// What came of a probe: `status 200 in 48.2 ms`, `Connection refused by api.example.com:443.`
    package static func outcome(of probe: ProbeResult) -> String {
        guard let status = probe.statusCode else { return probe.failure?.message ?? "no answer" }
        let answer = "status \(status)" + (probe.responseTime.map { " in \($0.text)" } ?? "")
        return probe.failure.map { "\(answer): \($0.message)" } ?? answer
    }

    /// The phases that happened: `DNS 2.1 ms, connect 9.4 ms, TLS 14.7 ms`; empty if none did.
    package static func phases(of probe: ProbeResult) -> String {
        PhaseTimings.Phase.allCases
            .compactMap { phase in probe.phases[phase].map { "\(phase.name) \($0.text)" } }.joined(separator: ", ")
    }

    /// `3 of 40 probes failed, median 47.9 ms, longest 212 ms`.
    package static func health(_ health: EndpointHealth) -> String {
        guard health.probes > 0 else { return "no probes" }
        let failed = health.failures == 0 ? "none" : MessageWords.number(health.failures)
        let times = [health.median.map { "median \($0.text)" }, health.max.map { "longest \($0.text)" }]
        return (["\(failed) of \(MessageWords.counted(health.probes, "probe")) failed"] + times.compactMap(\.self))
            .joined(separator: ", ")
    }
}
