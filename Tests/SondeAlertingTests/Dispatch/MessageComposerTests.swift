import SondeCore
import Testing

@testable import SondeAlerting

@Suite("What a message is made of")
struct MessageComposerTests {
    private static let group = incident("host:api.example.com", scope: .host)

    private static func member(_ name: String, opened: Double = 0, closed: Double? = nil, id: String? = nil) -> Incident
    {
        var member = incident(name, parent: group.id)
        member.id = id ?? member.id
        member.openedAt = after(opened)
        member.closedAt = closed.map { after($0) }
        member.reason = "3 probes in a row failed: Connection refused by \(name).example.com:443."
        if name != "x" { member.reason = "3 probes in a row failed: Connection refused by api.example.com:443." }
        return member
    }

    /// - Parameter members: Those that the channel is told of.
    private static func message(
        _ event: AlertEvent = .opened, told: [Incident], members: [Incident], reason: String = "4 of all 11 failed: x.",
        closed: Double? = nil, pageURL: String? = nil
    ) -> AlertMessage {
        var group = group
        group.reason = reason
        group.closedAt = closed.map { after($0) }
        var content = AlertContent(incidents: [group.id: group], members: [group.id: members])
        for told in told { content.incidents[told.id] = told }
        for member in members {
            content.endpoints[member.endpoint] = AlertContent.EndpointFacts(
                url: "", last: nil, health: EndpointHealth(name: member.endpoint, state: .down, probes: 40, failures: 3)
            )
        }
        let notices = told.map { incident in
            var notice = notice(incident.endpoint, event)
            notice.incident = incident
            return notice
        }
        let parcel = ChannelQueue.Parcel(key: "k", notices: notices, isNew: false)
        let composed = MessageComposer(pageURL: pageURL).message(
            of: parcel, content: content, at: after(600), receipt: nil)
        return MessageRenderer.rendered(composed, with: nil)
    }

    @Test("headline, list and reason of a group say the same number: of those that this channel is told of")
    func oneNumber() {
        let members = [Self.member("a"), Self.member("b", opened: 1), Self.member("x", opened: 2)]
        let message = Self.message(told: members, members: members)
        let cause = "3 probes in a row failed: Connection refused by"
        #expect(message.title == "Critical: 3 endpoints of api.example.com are down")
        let reason = message.incidents[0].incident.reason
        #expect(
            reason.hasPrefix(
                "3 endpoints of api.example.com failed, not all alike; a: \(cause) api.example.com:443; b: "))
        #expect(reason.hasSuffix("; x: \(cause) x.example.com:443"))
        #expect(message.text.contains("Failing (3): a, b, x"))
    }

    @Test("of many that failed alike the reason is said once, and one alone is called by its name")
    func alike() {
        let members = [Self.member("a"), Self.member("b", opened: 1)]
        let message = Self.message(told: members, members: members)
        let reason = "2 endpoints of api.example.com failed: Connection refused by api.example.com:443."
        #expect(message.incidents[0].incident.reason == reason)
        let alone = Self.message(told: [members[1]], members: [members[1]])
        #expect(alone.title == "Critical: b is down")
        #expect(alone.incidents[0].incident.openedAt == members[1].openedAt)
    }

    @Test("of how many they are so many is said where it is true")
    func share() {
        let members = [Self.member("a"), Self.member("b")]
        let message = Self.message(told: members, members: members, reason: "2 of 3 endpoints failed: x.")
        #expect(message.incidents[0].incident.reason == "2 of 3 endpoints failed: x.")
    }

    @Test("an open group names those that are down, and those that are up again apart from them")
    func recovered() {
        let members = [Self.member("a"), Self.member("b", closed: 60), Self.member("c"), Self.member("d", closed: 60)]
        let message = Self.message(.reminder, told: [Self.group], members: members)
        #expect(message.title.hasSuffix("2 endpoints of api.example.com are down"))
        #expect(message.text.contains("Failing (2): a, c\nUp again (2): b, d"))
        let brief = AlertBrief(message)
        #expect(brief.names == ["a", "c"])
        #expect(brief.paragraphs.contains("Up again (2): b and d"))
        #expect(brief.facts.first { $0.name == "Endpoints" }?.value == "2")
    }

    @Test("an endpoint is named once, and has one line of health, however often it failed")
    func once() {
        let again = Self.member("a", opened: 120, id: "i-a-2")
        let members = [Self.member("a", closed: 60), again, Self.member("b")]
        let message = Self.message(told: [Self.member("a", closed: 60), again], members: members)
        #expect(message.incidents[0].members.map(\.endpoint) == ["b", "a"])
        #expect(message.incidents[0].members.map(\.id) == ["i-b", "i-a-2"])
        #expect(message.health.map(\.name) == ["b", "a"])
    }

    @Test("a group is over for those whose endpoints are, though others may go on")
    func overHere() {
        let members = [Self.member("a", closed: 60), Self.member("b", closed: 90)]
        let message = Self.message(.resolved, told: [Self.group], members: members)
        #expect(message.title == "Resolved after 1 min: 2 endpoints of api.example.com are up again")
        #expect(message.incidents[0].incident.closedAt == after(90))
    }

    @Test("what tells of an end names nobody who is down")
    func end() {
        let members = [Self.member("a", closed: 60), Self.member("b")]
        let message = Self.message(.resolved, told: [Self.member("a", closed: 60)], members: members)
        #expect(message.incidents[0].members.map(\.endpoint) == ["a"])
        #expect(!message.text.contains(" down"))
        #expect(!message.text.contains("Failing"))
    }

    @Test("a network that is back is told in the past")
    func network() {
        var network = incident("network", scope: .network)
        network.reason = "Sonde has no network: none of its reference targets answers either (1.1.1.1:53)."
        network.closedAt = after(60)
        var content = AlertContent()
        content.incidents[network.id] = network
        var told = notice("network", .resolved)
        told.incident = network
        let parcel = ChannelQueue.Parcel(key: "k", notices: [told], isNew: false)
        let message = MessageComposer(pageURL: nil).message(of: parcel, content: content, at: after(70), receipt: nil)
        #expect(message.incidents[0].incident.reason == "Sonde had no network.")
    }
}
