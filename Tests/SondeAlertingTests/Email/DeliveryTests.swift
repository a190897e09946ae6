import SondeAlerting
import SondeCore
import SondeTestSupport
import Testing

@Suite("E-mail: handed to a server")
struct DeliveryTests {
    struct Way: Sendable, CustomTestStringConvertible {
        let security: String
        let auth: String
        var testDescription: String { "\(security), \(auth)" }
    }

    @Test(
        "arrives as a whole, over each security and login",
        arguments: ["starttls", "tls", "none"].flatMap { security in
            ["none", "PLAIN", "LOGIN", "XOAUTH2"].map { Way(security: security, auth: $0) }
        })
    func arrives(_ way: Way) async throws {
        let server = try await MailServer(security: way.security, auth: way.auth == "none" ? [] : [way.auth])
        var options: [String: ChannelOptions.Value] = ["security": .text(way.security)]
        if way.security != "none" { options["ca-file"] = .text(try TestCertificates.caFile) }
        switch way.auth {
        case "none": break
        case "XOAUTH2": options["access-token"] = .secret(Secret(MailServer.token))
        default: options["password"] = .secret(Secret(MailServer.password))
        }
        let channel = try EmailKit.channel(server, options)
        let message = EmailKit.rendered(AlertSamples.message())
        let receipt = try await channel.send(message, through: NoHTTP())
        let mail = try await server.message()
        #expect(mail.tls == (way.security != "none"))
        #expect(mail.user == (way.auth == "none" ? nil : MailServer.user))
        #expect(mail.sender == "alerts@example.com")
        #expect(mail.helo == "example.com")
        #expect(mail.recipients == ["ops@example.com"])
        #expect(mail.header("Message-ID") == receipt)
        #expect(mail.plain.contains("orders is down"))
        #expect(mail.html.contains("orders is down"))
        #expect(mail.defects.isEmpty, "\(mail.defects)")
    }

    @Test("takes the login that was asked for, whatever else is offered", arguments: ["plain", "login"])
    func chosenLogin(_ auth: String) async throws {
        let server = try await MailServer(security: "starttls", auth: ["PLAIN", "LOGIN"])
        var options = try EmailKit.secured
        options["auth"] = .text(auth)
        let receipt = try await EmailKit.channel(server, options)
            .send(EmailKit.rendered(AlertSamples.message()), through: NoHTTP())
        let way: String = try await server.event("login").value("way")
        #expect(way == auth.uppercased())
        #expect(receipt != nil)
    }

    @Test("goes to everybody, in one message")
    func severalRecipients() async throws {
        let server = try await MailServer()
        let channel = try EmailKit.channel(
            server, to: ["ops@example.com", "Dr. Jürgen Müller <jm@example.org>", "ops@example.com"],
            [
                "cc": .texts(["\"Smith, Ann\" <ann@example.net>"]), "reply-to": .texts(["desk@example.com"]),
                "helo": .text("[10.0.0.1]"),
            ])
        _ = try await channel.send(EmailKit.rendered(AlertSamples.message()), through: NoHTTP())
        let mail = try await server.message()
        #expect(mail.recipients == ["ops@example.com", "jm@example.org", "ann@example.net"])
        #expect(mail.helo == "[10.0.0.1]")
        #expect(mail.addresses["To"] == [["", "ops@example.com"], ["Dr. Jürgen Müller", "jm@example.org"]])
        #expect(mail.addresses["Cc"] == [["Smith, Ann", "ann@example.net"]])
        #expect(mail.addresses["Reply-To"] == [["", "desk@example.com"]])
        #expect(mail.addresses["From"] == [["Sonde", "alerts@example.com"]])
        #expect(mail.defects.isEmpty, "\(mail.defects)")
    }

    @Test("one wrong recipient does not keep it from the others, and is named; a retry goes to that one alone")
    func oneRefused() async throws {
        let server = try await MailServer("--refuse", "gone@example.com=550 5.1.1 No such user here")
        let channel = try EmailKit.channel(server, to: ["ops@example.com", "gone@example.com"])
        let fault = try #require(await EmailKit.fault(of: channel))
        #expect(
            fault.sentence
                == "127.0.0.1:\(server.port) refused gone@example.com (550 5.1.1 No such user here). "
                + "The other recipients have the message.")
        #expect(fault.isPermanent)
        #expect(try await server.message().recipients == ["ops@example.com"])
        let second = try #require(await EmailKit.fault(of: channel))
        #expect(second.sentence == fault.sentence)
        #expect(second.isPermanent)
    }

    @Test("a recipient on a grey list gets it by the next try, and the others do not get it twice")
    func greylisted() async throws {
        let server = try await MailServer("--greylist", "grey@example.com")
        let channel = try EmailKit.channel(server, to: ["ops@example.com", "grey@example.com"])
        let fault = try #require(await EmailKit.fault(of: channel))
        #expect(!fault.isPermanent)
        #expect(fault.sentence.contains("451 4.7.1 Greylisted, please try again in a few minutes"))
        let second = await EmailKit.fault(of: channel)
        #expect(second == nil)
        let (first, other) = (try await server.message(), try await server.message())
        #expect(first.recipients == ["ops@example.com"])
        #expect(other.recipients == ["grey@example.com"])
        #expect(first.header("Message-ID") == other.header("Message-ID"))
    }

    @Test("lines that begin with dots, and long ones, arrive as they were")
    func dots() async throws {
        let server = try await MailServer()
        let text = ".\n..\n.one dot\n" + String(repeating: "wörter ", count: 300) + "\n.\nend  \n\tand = signs\n"
        var message = EmailKit.rendered(AlertSamples.message())
        (message.text, message.isTemplated) = (text, true)
        _ = try await EmailKit.channel(server).send(message, through: NoHTTP())
        let mail = try await server.message()
        #expect(mail.plain.hasPrefix(text), "\(mail.plain.prefix(200).debugDescription)...")
        #expect(mail.longestBodyLine <= 76)
        #expect(mail.bareLineFeeds == 0)
        #expect(mail.isAscii)
    }

    @Test("a task that is cancelled ends while the server keeps it waiting")
    func cancelled() async throws {
        let server = try await MailServer("--hold-data")
        let channel = try EmailKit.channel(server)
        let task = Task { await EmailKit.fault(of: channel) }
        _ = try await server.event("held")
        task.cancel()
        let fault = try #require(await task.value)
        #expect(fault.sentence == "The message was not handed over: the task that sends it was cancelled.")
        #expect(!fault.isPermanent)
    }
}
