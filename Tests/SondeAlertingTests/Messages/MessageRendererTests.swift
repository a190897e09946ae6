import SondeAlerting
import SondeCore
import Testing

@Suite("Messages: titles and texts")
struct MessageRendererTests {
    struct Title: Sendable, CustomTestStringConvertible {
        let message: AlertMessage
        let title: String
        var testDescription: String { title }
    }

    static let flapping = AlertSamples.message(
        .raised, [AlertSamples.alerted(AlertSamples.incident(isFlapping: true))])
    static let mixed = AlertSamples.message(
        .opened,
        [
            AlertSamples.alerted(AlertSamples.incident()),
            AlertSamples.alerted(AlertSamples.incident("b", lasted: .seconds(60))),
        ])

    @Test(
        "Sonde's own titles",
        arguments: [
            Title(message: AlertSamples.message(), title: "Critical: orders is down"),
            Title(
                message: AlertSamples.message(.opened, [AlertSamples.several[1]]), title: "High: search is not normal"),
            Title(message: AlertSamples.message(.raised), title: "Raised to critical: orders is down"),
            Title(message: flapping, title: "Critical: orders is flapping"),
            Title(
                message: AlertSamples.message(.reminder, after: .seconds(7800)),
                title: "Still open after 2 h 10 min: orders is down"),
            Title(
                message: AlertSamples.message(.escalated, after: .seconds(900)),
                title: "Not acknowledged: orders is down"),
            Title(message: AlertSamples.message(.resolved), title: "Resolved after 12 min: orders is up again"),
            Title(
                message: AlertSamples.message(.opened, AlertSamples.several),
                title: "Critical: 3 incidents: orders, search and stock"),
            Title(message: mixed, title: "Critical: 2 incidents, 1 of them resolved: orders and b"),
            Title(
                message: AlertSamples.message(.digest, Array(AlertSamples.several.dropFirst())),
                title: "Digest: 2 deviations: search and stock"),
            Title(
                message: AlertSamples.message(.opened, [AlertSamples.group(of: 1000)]),
                title: "Critical: 1,000 endpoints of api.example.com are down"),
            Title(
                message: AlertSamples.message(.resolved, [AlertSamples.group(of: 12, lasted: .seconds(90))]),
                title: "Resolved after 1 min: 12 endpoints of api.example.com are up again"),
            Title(
                message: AlertSamples.message(
                    .opened, [AlertedIncident(incident: AlertSamples.incident("network", scope: .network))]),
                title: "Critical: Sonde has no network"),
            Title(message: AlertSamples.test, title: "Test: alerts of Sonde arrive here"),
        ])
    func titles(_ expected: Title) {
        let message = MessageRenderer.rendered(expected.message, with: nil)
        #expect(message.title == expected.title)
        #expect(!message.isTemplated)
    }

    @Test("the text of an incident that opens")
    func opened() {
        let message = AlertSamples.message(description: "Runbook: https://wiki.example.com/orders")
        #expect(
            MessageRenderer.rendered(message, with: nil).text == """
                orders is down (group core). Severity: critical.
                https://api.example.com/orders
                - 3 probes in a row failed: Connection refused by api.example.com:443.
                Since 2026-11-24T10:00:00Z, 12 s by now.
                Last probe, 2026-11-24T10:00:00Z: Connection refused by api.example.com:443.
                DNS 2.1 ms, connect 7.3 ms

                Last ten minutes: 3 of 40 probes failed, median 47.9 ms, longest 212 ms.

                Runbook: https://wiki.example.com/orders

                https://sonde.example.com/incidents
                """)
    }

    @Test("the text of the end")
    func resolved() {
        #expect(
            MessageRenderer.rendered(AlertSamples.message(.resolved), with: nil).text == """
                orders is up again (group core). Severity: critical.
                https://api.example.com/orders
                - 3 probes in a row failed: Connection refused by api.example.com:443.
                From 2026-11-24T10:00:00Z to 2026-11-24T10:12:00Z: 12 min.
                Last probe, 2026-11-24T10:00:00Z: status 200 in 48.2 ms
                DNS 2.1 ms, connect 9.4 ms, TLS 14.7 ms, time to first byte 20.8 ms, transfer 1.2 ms

                Last ten minutes: 3 of 40 probes failed, median 47.9 ms, longest 212 ms.

                https://sonde.example.com/incidents
                """)
    }

    @Test("the text of several incidents")
    func several() {
        let message = AlertSamples.message(.opened, Array(AlertSamples.several.suffix(2)))
        #expect(
            MessageRenderer.rendered(message, with: nil).text == """
                High: 2 incidents: search and stock

                search is not normal (group core). Severity: high.
                https://api.example.com/search
                - time to first byte 84.3 ms, 4.1 times its usual for Tuesday 10:00 UTC (20.6 ms)
                - DNS, connect and TLS normal
                Since 2026-11-24T10:00:00Z, 12 s by now.
                Last probe, 2026-11-24T10:00:00Z: status 200 in 48.2 ms
                DNS 2.1 ms, connect 9.4 ms, TLS 14.7 ms, time to first byte 20.8 ms, transfer 1.2 ms
                https://sonde.example.com/endpoints/search

                stock is not normal. Severity: medium.
                https://api.example.com/stock
                - 4310 bytes instead of 9120, 47 % of its usual
                Since 2026-11-24T10:00:00Z, 12 s by now.
                Last probe, 2026-11-24T10:00:00Z: status 200 in 48.2 ms
                DNS 2.1 ms, connect 9.4 ms, TLS 14.7 ms, time to first byte 20.8 ms, transfer 1.2 ms
                https://sonde.example.com/endpoints/stock

                https://sonde.example.com/incidents
                """)
    }

    @Test("a test says that it is one, and nothing of an incident")
    func test() {
        #expect(
            MessageRenderer.rendered(AlertSamples.test, with: nil).text == """
                This is a test of Sonde's alerts, and nothing is wrong. Real alerts come the same way.

                https://sonde.example.com/incidents
                """)
    }

    @Test("all names of a thousand endpoints are in the text, as one incident or as a thousand")
    func thousand() {
        var group = AlertSamples.group(of: 1000)
        group.members[6].closedAt = AlertSamples.openedAt.advanced(by: .seconds(30))
        let one = MessageRenderer.rendered(AlertSamples.message(.opened, [group]), with: nil).text
        let many = MessageRenderer.rendered(
            AlertSamples.message(.opened, group.members.map { AlertSamples.alerted($0) }), with: nil
        ).text
        let names = group.members.map(\.endpoint)
        for text in [one, many] {
            let words = Set(text.split { $0 == "," || $0.isWhitespace }.map(String.init))
            #expect(names.allSatisfy(words.contains))
            #expect(text.utf8.count < 20_000, "\(text.utf8.count)")
        }
        #expect(one.hasPrefix("999 endpoints of api.example.com are down. Severity: critical.\n"))
        #expect(one.contains("Failing (999): api-0001, api-0002, "))
        #expect(one.contains("Up again (1): api-0007"))
    }

    @Test("a person's template may name everything")
    func templated() {
        let template = MessageTemplate(
            title:
                "{{severity}} {{endpoint}}{{#is_resolved}} is fine{{/is_resolved}}{{^is_resolved}} is not{{/is_resolved}}",
            text: """
                {{title}}|{{event}}|{{state}}|{{group}}|{{url}}|{{opened_at}}|{{closed_at}}|{{duration}}|{{count}}|{{kind}}
                {{#reasons}}<{{.}}>{{/reasons}}{{#incidents}}[{{endpoint}} {{severity}}]{{/incidents}}
                {{#health}}{{name}} {{state}} {{failures}}/{{probes}} {{median}} {{max}}{{/health}}
                {{nobody_knows}}{{#description}}never{{/description}}{{status}} {{response_time}} {{ttfb}} {{link}}
                """)
        let message = MessageRenderer.rendered(AlertSamples.message(.resolved), with: template)
        #expect(message.title == "critical orders is fine")
        #expect(
            message.text == """
                critical orders is fine|resolved|resolved|core|https://api.example.com/orders|2026-11-24T10:00:00Z|\
                2026-11-24T10:12:00Z|12 min|1|failure
                <3 probes in a row failed: Connection refused by api.example.com:443.>[orders critical]
                orders up 3/40 47.9 ms 212 ms
                200 48.2 ms 20.8 ms https://sonde.example.com/incidents
                """)
        #expect(message.isTemplated)
    }

    @Test("what an incident lacks is empty, and not taken from the first one")
    func noLeak() {
        var other = AlertSamples.several[2]
        (other.url, other.link, other.last) = ("", nil, nil)
        let template = MessageTemplate(
            text: "{{#incidents}}{{endpoint}}:{{group}}:{{url}}:{{status}}:{{link}};{{/incidents}}")
        let message = AlertSamples.message(.opened, [AlertSamples.several[1], other])
        #expect(
            MessageRenderer.rendered(message, with: template).text
                == "search:core:https://api.example.com/search:200:https://sonde.example.com/endpoints/search;stock::::;"
        )
    }

    @Test("nothing is escaped in plain text")
    func plain() {
        let message = AlertSamples.message(.opened, [AlertSamples.alerted(AlertSamples.incident("a<b> & \"c\""))])
        #expect(MessageRenderer.rendered(message, with: nil).title == "Critical: a<b> & \"c\" is down")
        let own = MessageTemplate(title: "{{endpoint}}", text: "{{endpoint}} {{{endpoint}}}")
        #expect(MessageRenderer.rendered(message, with: own).text == "a<b> & \"c\" a<b> & \"c\"")
    }

    @Test("a title is one line of at most 200 characters, without control characters")
    func oneLine() {
        let name = "a\r\nb\u{0}\u{2028}c\u{202E}" + String(repeating: "d", count: 300)
        let message = AlertSamples.message(.opened, [AlertSamples.alerted(AlertSamples.incident(name))])
        let title = MessageRenderer.rendered(message, with: MessageTemplate(title: "{{endpoint}}\n{{endpoint}}")).title
        #expect(title.hasPrefix("a b c d"))
        #expect(title.count == 200)
        #expect(title.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E })
        #expect(
            MessageRenderer.rendered(message, with: MessageTemplate(title: "{{nothing}}")).title.hasPrefix(
                "Critical: a b c"))
    }

    @Test("a name within a text does not begin a line of its own accord with control characters")
    func controlCharacters() {
        let message = AlertSamples.message(
            .opened, [AlertSamples.alerted(AlertSamples.incident(reason: "x\u{1B}[2J\u{0}y"))])
        let text = MessageRenderer.rendered(message, with: nil).text
        #expect(text.contains("- x [2J y"))
    }
}
