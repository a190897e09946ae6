import SondeCore
import Testing

@testable import SondeAlerting

@Suite("E-mail: the page")
struct EmailPageTests {
    @Test("says what happened, and holds nothing from elsewhere", arguments: SamplePages.names)
    func samples(_ name: String) throws {
        let mail = try SamplePages.mail(name)
        try SamplePages.keep(mail.html, name)
        #expect(!mail.html.contains("{{"))
        for foreign in ["<img", "<svg", "<script", "<link", "url(", "@import", "src="] {
            #expect(!mail.html.contains(foreign))
        }
        #expect(mail.html.contains("Sonde sent this to ops@example.com by its alert rules"))
        try WellFormed.check(mail.html)
    }

    @Test("the figures, the reason, the health and the links of one incident")
    func opened() throws {
        let html = try SamplePages.mail("opened").html
        for part in [
            ">high</span>", "orders is not normal", "Since 2026-11-24 10:00:00 UTC &middot; 45 s by now",
            "Time to first byte 84.3\u{A0}ms, 4.1 times its usual", "DNS, connect and TLS normal",
            "https://api.example.com/orders", "Status 200", "First byte", ">84.3 ms</td>", ">112 ms</td>", "degraded",
            "0 of 40", "47.9 ms", "212 ms", #"<a class="link" href="https://wiki.example.com/orders""#,
            #"<a href="https://sonde.example.com/incidents""#, "Open in Sonde",
        ] {
            #expect(html.contains(part), "\(part)")
        }
    }

    @Test("the end says how long it lasted and what was wrong")
    func resolved() throws {
        let html = try SamplePages.mail("resolved").html
        for part in [
            ">resolved</span>", "orders is up again",
            "Lasted 12 min &middot; 2026-11-24 10:00:00 UTC to 2026-11-24 10:12:00 UTC", "What was wrong",
            "3 probes in a row failed: Connection refused by api.example.com:443.",
        ] {
            #expect(html.contains(part), "\(part)")
        }
    }

    @Test("a person's own words are shown as they are, with links and without Sonde's tables")
    func templated() throws {
        let mail = try SamplePages.mail("templated")
        #expect(mail.subject == "orders has trouble")
        for part in ["&lt;4711&gt;", "&amp; wait."] { #expect(mail.html.contains(part)) }
        #expect(mail.html.contains(#"href="https://sonde.example.com/incidents" style="color:#0a6a64">"#))
        #expect(!mail.html.contains("Last ten minutes"))
        #expect(mail.text.hasPrefix("3 probes in a row failed: Connection refused by api.example.com:443.\n\nSee "))
    }

    @Test("the plain part ends with the health of several endpoints, and why one gets it")
    func plain() throws {
        #expect(
            try SamplePages.mail("several").text.hasSuffix(
                """
                https://sonde.example.com/incidents

                Last ten minutes:
                - orders: 3 of 40 probes failed, median 47.9 ms, longest 212 ms
                - search: none of 40 probes failed, median 47.9 ms, longest 212 ms
                - stock: none of 40 probes failed, median 47.9 ms, longest 212 ms

                --\u{20}
                Sonde sent this to ops@example.com by its alert rules.

                """))
    }

    @Test("a template of the title alone leaves the tables")
    func titleAlone() throws {
        let message = EmailKit.rendered(AlertSamples.message(), MessageTemplate(title: "Wake up: {{endpoint}}"))
        let mail = try EmailKit.channel(port: 25).mail(of: message)
        #expect(mail.subject == "Wake up: orders")
        #expect(mail.html.contains("Last ten minutes"))
        #expect(mail.html.contains(">Wake up: orders</h1>"))
    }

    @Test("a thousand endpoints: all names in both parts, and small enough that Gmail shows the whole")
    func thousand() throws {
        let message = EmailKit.rendered(AlertSamples.message(.opened, [AlertSamples.group(of: 1000)]))
        let mail = try EmailKit.channel(port: 25).mail(of: message)
        #expect(message.health.count == 50)
        let names = (1...1000).map { "api-" + String("0000\($0)".suffix(4)) }.joined(separator: ", ")
        #expect(mail.text.contains(names))
        #expect(mail.html.contains(names))
        #expect(mail.html.utf8.count < 40_000, "\(mail.html.utf8.count)")
    }

    @Test("a thousand endpoints with long names, in one incident or in as many, stay below what Gmail shows")
    func longNames() throws {
        let name = { (number: Int) in "\(number) " + String(repeating: "<&\">", count: 25) }
        let incidents = (1...1000).map {
            AlertSamples.incident(name($0), reason: String(repeating: "<why> ", count: 300))
        }
        var group = AlertSamples.group(of: 1)
        group.members = incidents
        let health = (1...50).map {
            EndpointHealth(name: name($0), state: .down, probes: 40, failures: 40)
        }
        for alerted in [
            [group], incidents.map { AlertSamples.alerted($0) }, [group] + incidents.map { AlertSamples.alerted($0) },
        ] {
            let message = EmailKit.rendered(
                AlertSamples.message(
                    .opened, alerted, health: health, description: String(repeating: "<d> ", count: 300)))
            let mail = try EmailKit.channel(port: 25).mail(of: message)
            #expect(mail.html.utf8.count < 100_000, "\(mail.html.utf8.count)")
            #expect(mail.html.contains("more, named in the plain text of this message"))
            // Ten are told one by one at most, and the others by their names.
            #expect(incidents.prefix(10).allSatisfy { mail.text.contains($0.endpoint) })
            #expect(mail.text.contains(incidents.dropFirst(10).map(\.endpoint).joined(separator: ", ")))
            try WellFormed.check(mail.html)
        }
    }

    @Test(
        "only http and https become links",
        arguments: ["javascript:alert(1)", "data:text/html,x", "https://a\"onclick=x", "https://a b", "//a", ""])
    func foreignLinks(_ text: String) {
        #expect(EmailPage.link(text) == nil)
    }

    @Test("characters that mean something in HTML are escaped, also with an accent that joins them")
    func escaping() {
        #expect(EmailEscaping.escaped("<a href=\"x'\">&\u{0}") == "&lt;a href=&quot;x&#39;&quot;&gt;&amp; ")
        #expect(EmailEscaping.escaped("\"\u{301}") == "&quot;\u{301}")
    }
}
