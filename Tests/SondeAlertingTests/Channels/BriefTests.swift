import SondeCore
import Testing

@testable import SondeAlerting

/// What people are shown, before a channel gives it a form.
@Suite struct BriefTests {
    @Test("One incident: its reason, its facts, and no list of names")
    func one() {
        let brief = AlertBrief(ChannelSamples.message(.resolved, description: "wiki"))
        #expect(brief.paragraphs == ["3 probes in a row failed: Connection refused by api.example.com:443.", "wiki"])
        #expect(brief.names.isEmpty)
        #expect(
            brief.facts.map { "\($0.name): \($0.value)" } == [
                "Severity: critical", "Endpoint: orders", "Group: core", "Address: https://api.example.com/orders",
                "Last answer: status 200 after 48.2 ms",
                "Last 10 minutes: 3 of 40 probes failed, usual response time 47.9 ms", "Began: 2026-11-24 10:00:00 UTC",
                "Lasted: 12 min",
            ])
    }

    @Test("Several: each with its reason; all names once those reasons may be cut")
    func several() {
        let few = AlertBrief(ChannelSamples.message(.opened, AlertSamples.several))
        #expect(few.paragraphs.map { $0.prefix(14) } == ["orders (critic", "search (high):", "stock (medium)"])
        #expect(few.names.isEmpty)
        let incidents = (1...11).map {
            AlertSamples.alerted(AlertSamples.incident("api-\($0)", reason: AlertSamples.slowness))
        }
        #expect(AlertBrief(ChannelSamples.message(.opened, Array(incidents.prefix(10)))).names.count == 10)
        let many = AlertBrief(ChannelSamples.message(.opened, incidents + [AlertSamples.group(of: 2), incidents[0]]))
        #expect(many.names == (1...11).map { "api-\($0)" } + ["api-0001", "api-0002"])
        #expect(many.paragraphs.count == 10)
    }

    @Test("A template's text stands alone, but for names that it does not say")
    func template() {
        let template = MessageTemplate(title: "Title", text: "api-0002 and others")
        let brief = AlertBrief(
            ChannelSamples.message(.opened, [AlertSamples.group(of: 3)], template: template))
        #expect(brief.paragraphs == ["api-0002 and others"])
        #expect(brief.facts.isEmpty)
        #expect(brief.names == ["api-0001", "api-0003"])
    }

    @Test("Control characters are not shown, and bytes are counted where bytes are limited")
    func limits() {
        let brief = AlertBrief(ChannelSamples.hostile)
        let shown = brief.paragraphs + brief.names + brief.facts.map(\.value)
        #expect(shown.allSatisfy { !$0.unicodeScalars.contains { $0 != "\n" && $0.value < 0x20 || $0 == "\u{202E}" } })
        let incident = AlertSamples.alerted(AlertSamples.incident("日本", reason: String(repeating: "日", count: 4000)))
        let text = AlertBrief(ChannelSamples.message(.opened, [incident])).text(limit: 3000) { $0.utf8.count }.text
        #expect((900...3000).contains(text.utf8.count))
    }
}
