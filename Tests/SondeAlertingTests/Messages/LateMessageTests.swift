import SondeCore
import Testing

@testable import SondeAlerting

@Suite("Messages that go out when all is over")
struct LateMessageTests {
    private static func late(_ event: AlertEvent = .opened, lasted: Duration = .seconds(240)) -> AlertMessage {
        AlertSamples.message(
            event, [AlertSamples.alerted(AlertSamples.incident(lasted: lasted))], after: .seconds(3600))
    }

    @Test("say so first, and since when", arguments: [AlertEvent.opened, .raised, .reminder, .escalated])
    func said(_ event: AlertEvent) {
        let message = MessageRenderer.rendered(Self.late(event), with: nil)
        #expect(message.title == "Over by now: orders was down")
        #expect(message.text.hasPrefix("It has been over since 10:04 UTC.\n\norders is up again"))
        #expect(message.key == Self.late(event).key)
        #expect(AlertBrief(message).paragraphs[0] == "It has been over since 10:04 UTC.")
    }

    @Test("say the day where it was another one")
    func anotherDay() {
        let message = MessageRenderer.rendered(
            AlertSamples.message(
                .opened, [AlertSamples.alerted(AlertSamples.incident(lasted: .seconds(240)))], after: .seconds(60_000)),
            with: nil)
        #expect(message.text.hasPrefix("It has been over since 2026-11-24 10:04 UTC.\n"))
    }

    @Test("look as what is over")
    func look() {
        let (late, open) = (Self.late(), AlertSamples.message())
        #expect(late.color == AlertSamples.message(.resolved).color)
        #expect(late.mark == "✅")
        #expect(open.color != late.color)
        #expect(EmailThread(late, domain: "example.com").subject == "[over by now] Failure at orders, 24 Nov 10:00 UTC")
    }

    @Test("a mail says it in both parts and asks for no attention")
    func mail() throws {
        let mail = try EmailKit.channel(port: 25).mail(of: EmailKit.rendered(Self.late()))
        #expect(mail.html.contains(">over by now</span>"))
        #expect(mail.html.contains("It has been over since 10:04 UTC."))
        #expect(mail.text.hasPrefix("It has been over since 10:04 UTC."))
        #expect(!mail.data.contains("Importance: high"))
        try WellFormed.check(mail.html)
    }

    @Test("in a person's words too")
    func templated() {
        let template = MessageTemplate(
            title: "Help: {{summary}}", text: "{{#over_since}}over {{over_since}}{{/over_since}}")
        let late = MessageRenderer.rendered(Self.late(), with: template)
        #expect(late.title == "Over by now: Help: orders is up again")
        #expect(late.text == "over 10:04 UTC")
        #expect(MessageRenderer.rendered(AlertSamples.message(), with: template).title == "Help: orders is down")
    }

    @Test("what is open still, in part, and what tells of ends or of deviations say what they always say")
    func others() {
        let several = [
            AlertSamples.alerted(AlertSamples.incident(lasted: .seconds(240))),
            AlertSamples.alerted(AlertSamples.incident("search")),
        ]
        #expect(AlertSamples.message(.opened, several).overSince == nil)
        #expect(Self.late(.resolved).overSince == nil)
        #expect(Self.late(.digest).overSince == nil)
        #expect(AlertSamples.message().overSince == nil)
    }

    @Test("of several, when the last was over")
    func last() {
        let several = [
            AlertSamples.alerted(AlertSamples.incident(lasted: .seconds(60))),
            AlertSamples.alerted(AlertSamples.incident("search", lasted: .seconds(240))),
        ]
        let message = MessageRenderer.rendered(
            AlertSamples.message(.opened, several, after: .seconds(600)), with: nil)
        #expect(message.title == "Over by now: 2 incidents: orders and search")
        #expect(message.text.contains("It has been over since 10:04 UTC."))
    }
}
