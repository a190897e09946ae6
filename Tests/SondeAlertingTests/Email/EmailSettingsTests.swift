import SondeCore
import Testing

@testable import SondeAlerting

@Suite("E-mail: what the configuration may say")
struct EmailSettingsTests {
    private static let least: [String: ChannelOptions.Value] = [
        "from": .text("alerts@gmail.com"), "to": .texts(["ops@example.com"]),
    ]

    private static func settings(_ more: [String: ChannelOptions.Value]) throws(ChannelFault) -> EmailSettings {
        try EmailSettings(ChannelOptions(least.merging(more) { $1 }))
    }

    @Test("ALERT_EMAIL_FROM, ALERT_EMAIL_PASSWORD and ALERT_EMAIL_TO are enough for Gmail")
    func gmail() throws {
        let settings = try Self.settings(["password": .secret(Secret("abcd efgh ijkl mnop"))])
        #expect(settings.server.url == "smtp://smtp.gmail.com:587/gmail.com")
        #expect(settings.server.security == .starttls)
        #expect(settings.server.login?.username == "alerts@gmail.com")
        #expect(settings.server.login?.options == "AUTH=PLAIN;AUTH=LOGIN")
        #expect(settings.server.timeout == .seconds(30))
        #expect(!settings.server.isInsecure)
        #expect(settings.head.from.name == "Sonde")
    }

    struct Derived: Sendable, CustomTestStringConvertible {
        let options: [String: ChannelOptions.Value]
        let url: String
        let security: SMTPServer.Security
        var testDescription: String { url }
    }

    @Test(
        "port and security follow from each other",
        arguments: [
            Derived(options: ["port": .integer(465)], url: "smtps://smtp.gmail.com:465/gmail.com", security: .tls),
            Derived(options: ["port": .integer(25)], url: "smtp://smtp.gmail.com:25/gmail.com", security: .starttls),
            Derived(options: ["security": .text("tls")], url: "smtps://smtp.gmail.com:465/gmail.com", security: .tls),
            Derived(options: ["security": .text("none")], url: "smtp://smtp.gmail.com:25/gmail.com", security: .none),
            Derived(
                options: ["host": .text("[::1]"), "helo": .text("[10.0.0.1]")],
                url: "smtp://[::1]:587/[10.0.0.1]", security: .starttls),
        ])
    func derived(_ expected: Derived) throws {
        let server = try Self.settings(expected.options).server
        #expect(server.url == expected.url)
        #expect(server.security == expected.security)
    }

    @Test("Gatus' keys load unchanged")
    func gatus() throws {
        var client = ClientOptions()
        client.insecure = true
        let settings = try Self.settings([
            "from": .text("from@example.com"), "username": .text("user"), "password": .secret(Secret("hunter2")),
            "host": .text("mail.example.com"), "port": .integer(587),
            "to": .texts(["recipient1@example.com", "recipient2@example.com"]), "client": .client(client),
        ])
        #expect(settings.server.name == "mail.example.com:587")
        #expect(settings.server.isInsecure)
        #expect(settings.server.login?.username == "user")
        #expect(settings.head.recipients == ["recipient1@example.com", "recipient2@example.com"])
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let options: [String: ChannelOptions.Value]
        let key: String
        let sentence: String
    }

    static let secret = ChannelOptions.Value.secret(Secret("hunter2"))

    @Test(
        "what cannot be is told at its key",
        arguments: [
            Fault(
                testDescription: "no sender", options: ["from": .text(" ")], key: "from",
                sentence: "The address of the sender is missing. Write from: alerts@example.com."),
            Fault(
                testDescription: "nobody to write to", options: ["to": .texts(["", " "])], key: "to",
                sentence: "There is nobody to write to. Write to: ops@example.com, or a list of addresses."),
            Fault(
                testDescription: "465 with STARTTLS", options: ["port": .integer(465), "security": .text("starttls")],
                key: "security",
                sentence: "Port 465 speaks TLS from the first byte. Write security: tls, or port: 587 for STARTTLS."),
            Fault(
                testDescription: "587 with TLS", options: ["port": .integer(587), "security": .text("tls")],
                key: "security",
                sentence: "Port 587 begins in the clear. Write security: starttls, or port: 465 for TLS."),
            Fault(
                testDescription: "a host with a scheme", options: ["host": .text("smtp://mail.example.com")],
                key: "host",
                sentence:
                    "'smtp://mail.example.com' is no name of a host. Write it without a scheme and without a port, as "
                    + "smtp.example.com."),
            Fault(
                testDescription: "a host with a port", options: ["host": .text("mail.example.com:587")], key: "host",
                sentence:
                    "'mail.example.com:587' is no name of a host. Write it without a scheme and without a port, as "
                    + "smtp.example.com."),
            Fault(
                testDescription: "a line break in the prefix", options: ["subject-prefix": .text("a\r\nBcc: b@c.d")],
                key: "subject-prefix",
                sentence: "The text holds a line break or another control character. Write one line."),
            Fault(
                testDescription: "a password of nobody", options: ["username": .text(""), "password": secret],
                key: "username", sentence: "It is empty, but there is a password. Write a user, or leave the key out."),
            Fault(
                testDescription: "a user without a password", options: ["username": .text("ops")], key: "username",
                sentence: "There is no password for it. Write password, or auth: none."),
            Fault(
                testDescription: "password and token", options: ["password": secret, "access-token": secret],
                key: "access-token", sentence: "There is a password too. Leave one of both out."),
            Fault(
                testDescription: "no login with a password", options: ["auth": .text("none"), "password": secret],
                key: "auth", sentence: "With 'none' nobody logs in, but there is a password. Leave one of both out."),
            Fault(
                testDescription: "XOAUTH2 without a token", options: ["auth": .text("xoauth2"), "password": secret],
                key: "auth", sentence: "XOAUTH2 needs access-token."),
            Fault(
                testDescription: "PLAIN without a password", options: ["auth": .text("plain")], key: "auth",
                sentence: "A login by 'plain' needs password."),
        ])
    func faults(_ fault: Fault) {
        #expect(throws: ChannelFault(fault.key, fault.sentence)) { try Self.settings(fault.options) }
    }

    @Test("keys have each one sentence, and their names are unique")
    func keys() {
        #expect(Set(EmailChannel.keys.map(\.name)).count == EmailChannel.keys.count)
        #expect(EmailChannel.keys.allSatisfy { $0.summary.hasSuffix(".") })
        #expect(EmailChannel.keys.filter(\.isRequired).map(\.name) == ["from", "to"])
    }
}
