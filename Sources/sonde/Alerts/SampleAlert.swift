import ArgumentParser
import SondeCore

/// A message to try a channel or a template with: what Sonde would tell of an API that does not exist.
struct SampleAlert {
    let event: AlertEvent
    let now: Timestamp
    /// Where links begin, without a slash at the end; nil where no page can be reached.
    let pageURL: String?

    /// The message as the channel would get it, before its texts are made.
    var message: AlertMessage {
        let incidents = event == .digest ? [slow, other] : [event == .test ? test : failing]
        return AlertMessage(
            key: "sample-\(now.microseconds)", event: event, severity: incidents[0].severity,
            thread: incidents[0].id, incidents: incidents.map(alerted), health: incidents.map { health($0.endpoint) },
            link: incidents.count == 1 ? link(incidents[0]) : pageURL.map { $0 + "/incidents" },
            description: event == .test ? nil : "Runbook: https://wiki.example.com/orders",
            time: now)
    }

    private var test: Incident {
        incident("sonde", kind: .failure, .medium, minutes: 0, "This is a test. Nothing is wrong.")
    }

    private var failing: Incident {
        var incident = incident(
            "orders", kind: .failure, .critical, minutes: 12,
            "3 probes in a row failed: Connection refused by 203.0.113.7:443.")
        if event == .resolved { incident.closedAt = now }
        return incident
    }

    private var slow: Incident {
        incident(
            "orders", kind: .anomaly, .medium, minutes: 4,
            "time to first byte 4.1 times its usual (604 ms, usually 147 ms), DNS and TLS normal")
    }

    private var other: Incident {
        incident("search", kind: .anomaly, .medium, minutes: 2, "response size 0.2 times its usual (1.1 kB)")
    }

    private func incident(
        _ name: String, kind: Incident.Kind, _ severity: Severity, minutes: Double, _ reason: String
    ) -> Incident {
        let openedAt = now.advanced(by: .seconds(-60 * minutes))
        return Incident(
            id: Incident.identifier(of: name, openedAt: openedAt), endpoint: name, kind: kind, severity: severity,
            openedAt: openedAt, reason: reason)
    }

    private func alerted(_ incident: Incident) -> AlertedIncident {
        AlertedIncident(
            incident: incident, group: event == .test ? nil : "core",
            url: event == .test ? "" : "https://api.example.com/\(incident.endpoint)",
            last: event == .test ? nil : last(incident), link: link(incident))
    }

    /// The page of an incident that does not exist is shown in a preview, and never sent.
    private func link(_ incident: Incident) -> String? {
        pageURL.map { $0 + "/incidents" + (event == .test ? "" : "/\(incident.id)") }
    }

    private func last(_ incident: Incident) -> ProbeResult {
        let isRefused = incident.kind == .failure && event != .resolved
        let phases =
            isRefused
            ? PhaseTimings(dns: .microseconds(1600), connect: .microseconds(900))
            : PhaseTimings(
                dns: .microseconds(1850), connect: .microseconds(6170), tls: .microseconds(18_300),
                ttfb: .milliseconds(event == .resolved ? 57 : 604), transfer: .microseconds(60))
        return ProbeResult(
            endpoint: incident.endpoint, timestamp: now.advanced(by: .seconds(-5)),
            responseTime: isRefused ? nil : phases.total, phases: phases, statusCode: isRefused ? nil : 200,
            responseSize: isRefused ? 0 : 2310,
            failure: isRefused ? ProbeFailure(.refused, "Connection refused by 203.0.113.7:443.") : nil)
    }

    private func health(_ name: String) -> EndpointHealth {
        let isDown = event != .resolved && event != .digest && event != .test
        return EndpointHealth(
            name: name, group: "core", state: isDown ? .down : .up, probes: 40, failures: isDown ? 31 : 0,
            median: .milliseconds(84), max: .milliseconds(event == .digest ? 698 : 121))
    }
}

extension AlertEvent: ExpressibleByArgument {}
