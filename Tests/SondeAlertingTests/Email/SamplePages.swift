import Foundation
import SondeAlerting
import SondeCore

/// Messages as people get them, one of each kind: for the tests of the page, and for scripts/email_picture.py.
enum SamplePages {
    static let names = ["opened", "resolved", "group", "several", "raised", "digest", "test", "templated"]

    /// The message by the name of its file.
    static func message(_ name: String) -> AlertMessage {
        let runbook = "Runbook: https://wiki.example.com/orders\nWake the payments team after 30 minutes."
        switch name {
        case "opened":
            let incident = AlertSamples.incident(kind: .anomaly, severity: .high, reason: AlertSamples.slowness)
            var last = AlertSamples.answer()
            last.phases.ttfb = .microseconds(84_300)
            last.responseTime = .microseconds(111_700)
            let health = EndpointHealth(
                name: "orders", group: "core", state: .degraded, probes: 40, failures: 0, median: .microseconds(47_900),
                max: .microseconds(212_400))
            return AlertSamples.message(
                .opened, [AlertSamples.alerted(incident, last: last)], health: [health], description: runbook,
                after: .seconds(45))
        case "resolved": return AlertSamples.message(.resolved)
        case "group": return AlertSamples.message(.opened, [AlertSamples.group(of: 24)])
        case "several": return AlertSamples.message(.opened, AlertSamples.several)
        case "raised":
            var incident = AlertSamples.incident(isFlapping: true)
            incident.acknowledgement = Incident.Acknowledgement(
                at: AlertSamples.openedAt.advanced(by: .seconds(400)), by: "Ann")
            return AlertSamples.message(.raised, [AlertSamples.alerted(incident)], after: .seconds(3600))
        case "digest":
            let incidents = AlertSamples.several.dropFirst().map { alerted in
                var alerted = alerted
                alerted.incident.severity = .medium
                return alerted
            }
            return AlertSamples.message(.digest, Array(incidents))
        case "test": return AlertSamples.test
        default: return AlertSamples.message()
        }
    }

    static func mail(_ name: String) throws -> EmailMessage {
        let template =
            name == "templated"
            ? MessageTemplate(
                title:
                    "{{endpoint}} {{#is_resolved}}is back{{/is_resolved}}{{^is_resolved}}has trouble{{/is_resolved}}",
                text: "{{reason}}\n\nSee {{link}} or call <4711> & wait.") : nil
        return try EmailKit.channel(port: 25).mail(of: EmailKit.rendered(message(name), template))
    }

    /// Writes the page to the folder of SONDE_EMAIL_PAGES, where the picture is made; does nothing without one.
    static func keep(_ html: String, _ name: String) throws {
        guard let folder = ProcessInfo.processInfo.environment["SONDE_EMAIL_PAGES"] else { return }
        try html.write(to: URL(filePath: folder).appending(path: "\(name).html"), atomically: true, encoding: .utf8)
    }
}
