import SondeCore
import Testing

@testable import SondeAlerting

@Suite("E-mail: one incident is one thread")
struct EmailThreadTests {
    private static func thread(_ event: AlertEvent, receipt: String? = nil) -> EmailThread {
        var message = AlertSamples.message(event)
        message.receipt = receipt
        return EmailThread(message, domain: "Example.com")
    }

    @Test("the subject says how things are in brackets, which Gmail leaves out, and stays the same after them")
    func subjects() {
        let events: [AlertEvent] = [.opened, .raised, .reminder, .escalated, .resolved]
        #expect(
            events.map { Self.thread($0).subject } == [
                "[critical] Failure at orders, 24 Nov 10:00 UTC",
                "[raised to critical] Failure at orders, 24 Nov 10:00 UTC",
                "[still critical] Failure at orders, 24 Nov 10:00 UTC",
                "[not acknowledged, critical] Failure at orders, 24 Nov 10:00 UTC",
                "[resolved] Failure at orders, 24 Nov 10:00 UTC",
            ])
        #expect(Set(events.map { Self.thread($0).topic }).count == 1)
    }

    @Test("every message names the same root, and the first message once that is known")
    func references() {
        let opened = Self.thread(.opened)
        let root = "<thread.\(AlertSamples.incident().id)@sonde.example.com>"
        #expect(opened.references == [root])
        #expect(opened.parent == root)
        let resolved = Self.thread(.resolved, receipt: opened.messageID)
        #expect(resolved.references == [root, opened.messageID])
        #expect(resolved.parent == opened.messageID)
        #expect(resolved.messageID != opened.messageID)
    }

    @Test("a receipt of another channel is not used", arguments: ["1714412345.123", "<a b@c>", "<a>", "<\r\n@b>", ""])
    func foreignReceipt(_ receipt: String) {
        #expect(Self.thread(.resolved, receipt: receipt).references.count == 1)
    }

    @Test("a message about several incidents belongs to the thread of each")
    func several() {
        let message = AlertSamples.message(.opened, AlertSamples.several)
        let thread = EmailThread(message, domain: "example.com")
        let roots = ["search", "stock", "orders"].map { "<thread.\(AlertSamples.incident($0).id)@sonde.example.com>" }
        #expect(thread.references == roots)
        #expect(thread.subject == "[critical] 3 incidents: orders, search and stock")
    }

    struct Topic: Sendable, CustomTestStringConvertible {
        let incident: Incident
        let topic: String
        var testDescription: String { topic }
    }

    @Test(
        "topics of each scope",
        arguments: [
            Topic(
                incident: AlertSamples.incident(kind: .anomaly), topic: "Deviation at orders, 24 Nov 10:00 UTC"),
            Topic(
                incident: AlertSamples.incident("[eu] orders"), topic: "Failure at (eu) orders, 24 Nov 10:00 UTC"),
            Topic(
                incident: AlertSamples.incident("host:api.example.com", scope: .host),
                topic: "Failure at api.example.com, 24 Nov 10:00 UTC"),
            Topic(
                incident: AlertSamples.incident("group:core", scope: .group),
                topic: "Failure in the group core, 24 Nov 10:00 UTC"),
            Topic(
                incident: AlertSamples.incident("fleet", scope: .fleet),
                topic: "Failure of many endpoints, 24 Nov 10:00 UTC"),
            Topic(
                incident: AlertSamples.incident("network", scope: .network),
                topic: "Sonde without network, 24 Nov 10:00 UTC"),
        ])
    func topics(_ expected: Topic) {
        let message = AlertSamples.message(.opened, [AlertedIncident(incident: expected.incident)])
        #expect(EmailThread(message, domain: "example.com").topic == expected.topic)
    }

    @Test("the same try bears the same Message-ID, and a server finds the headers as they should be")
    func delivered() async throws {
        let server = try await MailServer()
        let channel = try EmailKit.channel(server)
        var resolved = AlertSamples.message(.resolved)
        let receipt = try await channel.send(EmailKit.rendered(AlertSamples.message()), through: NoHTTP())
        resolved.receipt = receipt
        let other = try await channel.send(EmailKit.rendered(resolved), through: NoHTTP())
        let again = try await channel.send(EmailKit.rendered(resolved), through: NoHTTP())
        #expect(other == again)
        let (first, second) = (try await server.message(), try await server.message())
        let root = "<thread.\(AlertSamples.incident().id)@sonde.example.com>"
        #expect(first.header("References") == root)
        #expect(second.header("References") == "\(root) \(receipt ?? "")")
        #expect(second.header("In-Reply-To") == receipt)
        #expect(first.header("Thread-Topic") == second.header("Thread-Topic"))
        #expect(first.header("Subject") == "[critical] Failure at orders, 24 Nov 10:00 UTC")
        #expect(second.header("Subject") == "[resolved] Failure at orders, 24 Nov 10:00 UTC")
        #expect(first.header("List-Id") == "Sonde alerts <alerts.sonde.example.com>")
        #expect(first.header("Auto-Submitted") == "auto-generated")
        #expect(first.header("X-Sonde-Key") == AlertSamples.message().key)
        #expect(first.date == "2026-11-24T10:00:12+00:00")
        #expect(first.header("Importance") == "high")
        #expect(second.header("Importance") == nil)
    }
}
