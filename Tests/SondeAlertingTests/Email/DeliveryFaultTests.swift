import SondeAlerting
import SondeCore
import SondeTestSupport
import Testing

@Suite("E-mail: what a server refuses is told in its own words")
struct DeliveryFaultTests {
    @Test("a wrong password")
    func wrongPassword() async throws {
        let server = try await MailServer(security: "starttls", auth: ["PLAIN", "LOGIN"])
        var options = try EmailKit.secured
        options["password"] = .secret(Secret("guessed it"))
        let fault = try #require(await EmailKit.fault(of: try EmailKit.channel(server, options)))
        #expect(
            fault.sentence
                == "127.0.0.1:\(server.port) refuses the login of 'alerts@example.com': 535 5.7.8 Username and Password not "
                + "accepted. For more information, go to https://support.example.com/mail/?p=BadCredentials. "
                + "Check username and password (ALERT_EMAIL_FROM and ALERT_EMAIL_PASSWORD).")
        #expect(fault.isPermanent)
    }

    @Test("a token that has ended")
    func wrongToken() async throws {
        let server = try await MailServer(security: "starttls", auth: ["XOAUTH2"])
        let options: [String: ChannelOptions.Value] = [
            "security": .text("starttls"), "ca-file": .text(try TestCertificates.caFile),
            "access-token": .secret(Secret("ya29.ended")),
        ]
        let fault = try #require(await EmailKit.fault(of: try EmailKit.channel(server, options)))
        #expect(fault.sentence.contains("refuses the login of 'alerts@example.com'"))
        #expect(fault.sentence.contains(#""status": "400""#))
        #expect(fault.sentence.contains("Check access-token and username"))
        #expect(fault.isPermanent)
    }

    @Test("a login that cannot be checked just now is tried again")
    func temporaryLogin() async throws {
        let server = try await MailServer(
            "--login-reply", "454 4.7.0 Temporary authentication failure", security: "starttls", auth: ["PLAIN"])
        let fault = try #require(await EmailKit.fault(of: try EmailKit.channel(server, EmailKit.secured)))
        #expect(fault.sentence.contains("454 4.7.0 Temporary authentication failure"))
        #expect(!fault.isPermanent)
    }

    @Test("a password that the server repeats is not shown, nor in base64")
    func echoedPassword() async throws {
        let server = try await MailServer("--echo", security: "starttls", auth: ["PLAIN"])
        var options = try EmailKit.secured
        options["password"] = .secret(Secret("s3cret-of-mine"))
        let fault = try #require(await EmailKit.fault(of: try EmailKit.channel(server, options)))
        #expect(fault.sentence.contains("535 5.7.8 I do not know *** nor ***"))
        #expect(!fault.sentence.contains("s3cret"))
    }

    @Test("all recipients refused")
    func allRefused() async throws {
        let server = try await MailServer("--refuse", "ops@example.com=550 5.1.1 No such user here")
        let fault = try #require(await EmailKit.fault(of: try EmailKit.channel(server)))
        #expect(
            fault.sentence
                == "127.0.0.1:\(server.port) refused ops@example.com (550 5.1.1 No such user here). Nobody has the message."
        )
        #expect(fault.isPermanent)
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let arguments: [String]
        let words: String
        let isPermanent: Bool
    }

    @Test(
        "what goes wrong on the way",
        arguments: [
            Refusal(
                testDescription: "grey list", arguments: ["--greylist", "ops@example.com"],
                words: "refused ops@example.com (451 4.7.1 Greylisted, please try again in a few minutes)",
                isPermanent: false),
            Refusal(
                testDescription: "message refused", arguments: ["--data-reply", "554 5.7.1 Message looks like spam"],
                words: "does not take the message: 554 5.7.1 Message looks like spam.", isPermanent: true),
            Refusal(
                testDescription: "mail box full for now",
                arguments: ["--data-reply", "452 4.3.1 Insufficient storage"],
                words: "does not take the message: 452 4.3.1 Insufficient storage.", isPermanent: false),
            Refusal(
                testDescription: "greeting that sends away", arguments: ["--greeting", "554 5.7.1 You are blocked"],
                words: "does not want to talk: 554 5.7.1 You are blocked.", isPermanent: true),
            Refusal(
                testDescription: "too busy", arguments: ["--greeting", "421 4.3.2 Too many connections"],
                words: "does not want to talk: 421 4.3.2 Too many connections.", isPermanent: false),
            Refusal(
                testDescription: "something else than SMTP", arguments: ["--greeting", "SSH-2.0-OpenSSH_9.2"],
                words: "answers with something that is not SMTP: 'SSH-2.0-OpenSSH_9.2'.", isPermanent: false),
            Refusal(
                testDescription: "closes at the sender", arguments: ["--drop-at", "MAIL"],
                words: "closed the connection while it was told the sender.", isPermanent: false),
            Refusal(
                testDescription: "closes after the message", arguments: ["--drop-at", "DATA"],
                words:
                    "closed the connection before it confirmed the message. It may have it nevertheless; the next try "
                    + "bears the same Message-ID.", isPermanent: false),
        ])
    func refused(_ refusal: Refusal) async throws {
        let server = try await MailServer(refusal.arguments)
        let fault = try #require(await EmailKit.fault(of: try EmailKit.channel(server)))
        #expect(fault.sentence.contains(refusal.words), "\(fault.sentence)")
        #expect(fault.isPermanent == refusal.isPermanent)
    }

    @Test("a server that keeps silent after the message: it may have arrived, and is tried again")
    func hangs() async throws {
        let server = try await MailServer("--hold-data")
        let fault = try #require(
            await EmailKit.fault(of: try EmailKit.channel(server, ["timeout": .duration(.seconds(8))])))
        #expect(fault.sentence.contains("did not confirm the message within 8 s. It may have it nevertheless"))
        #expect(!fault.isPermanent)
    }

    @Test("a server that never greets")
    func silent() async throws {
        let server = try await MailServer("--silent")
        let fault = try #require(
            await EmailKit.fault(of: try EmailKit.channel(server, ["timeout": .duration(.seconds(2))])))
        #expect(fault.sentence.hasPrefix("127.0.0.1:\(server.port) did not greet within 1 s."), "\(fault.sentence)")
        #expect(!fault.isPermanent)
    }

    @Test("a port where nobody listens, and a name that nobody has")
    func unreachable() async throws {
        let closed = try RefusingPort()
        let refused = try #require(await EmailKit.fault(of: try EmailKit.channel(port: closed.port)))
        #expect(refused.sentence == "Connection refused by 127.0.0.1:\(closed.port). Check host and port.")
        #expect(!refused.isPermanent)
        let nobody = try EmailKit.channel(port: 25, ["host": .text("mail.invalid")])
        let unknown = try #require(await EmailKit.fault(of: nobody))
        #expect(unknown.sentence == "The name mail.invalid could not be resolved. Check host.")
        #expect(!unknown.isPermanent)
    }

    @Test("nothing goes in the clear where STARTTLS is asked for and not offered")
    func noStartTLS() async throws {
        let server = try await MailServer(auth: ["PLAIN"])
        let fault = try #require(await EmailKit.fault(of: try EmailKit.channel(server, EmailKit.secured)))
        #expect(
            fault.sentence.hasPrefix("127.0.0.1:\(server.port) offers no STARTTLS, and nothing was sent in the clear."))
        #expect(!fault.isPermanent)
    }

    @Test("nor where STARTTLS is refused")
    func refusedStartTLS() async throws {
        let server = try await MailServer("--refuse-starttls", security: "starttls", auth: ["PLAIN"])
        let fault = try #require(await EmailKit.fault(of: try EmailKit.channel(server, EmailKit.secured)))
        #expect(fault.sentence.contains("refuses STARTTLS: 454 4.7.0 TLS not available due to a local problem."))
        #expect(!fault.isPermanent)
    }

    struct Certificate: Sendable, CustomTestStringConvertible {
        let identity: TLSIdentity
        let trustsAuthority: Bool
        let words: String
        var testDescription: String { "\(identity.rawValue)\(trustsAuthority ? "" : ", authority not trusted")" }
    }

    @Test(
        "a certificate that is not trusted",
        arguments: [
            Certificate(
                identity: .valid, trustsAuthority: false, words: "is signed by an authority that is not trusted."),
            Certificate(identity: .selfSigned, trustsAuthority: true, words: "is self-signed and not trusted."),
            Certificate(identity: .expired, trustsAuthority: true, words: "The certificate of 127.0.0.1 has expired."),
            Certificate(
                identity: .wrongHost, trustsAuthority: true, words: "is not for this name, or not to be trusted:"),
        ], ["starttls", "tls"])
    func certificate(_ certificate: Certificate, security: String) async throws {
        let server = try await MailServer(security: security, auth: ["PLAIN"], identity: certificate.identity)
        var options = try EmailKit.secured
        options["security"] = .text(security)
        if !certificate.trustsAuthority { options["ca-file"] = nil }
        let channel = try EmailKit.channel(server, options)
        let fault = try #require(await EmailKit.fault(of: channel))
        #expect(fault.sentence.contains(certificate.words), "\(fault.sentence)")
        #expect(!fault.isPermanent)
        options["insecure"] = .flag(true)
        let insecure = await EmailKit.fault(of: try EmailKit.channel(server, options))
        #expect(insecure == nil)
    }

    @Test("a server that wants TLS first, asked in the clear; one that speaks TLS, and one that does not")
    func wrongSecurity() async throws {
        let strict = try await MailServer(security: "starttls")
        let wanted = try #require(await EmailKit.fault(of: try EmailKit.channel(strict)))
        #expect(wanted.sentence.contains("530 "), "\(wanted.sentence)")
        #expect(wanted.sentence.contains("wants a login or TLS first"))
        #expect(wanted.isPermanent)
        let plain = try await MailServer()
        let handshake = try #require(
            await EmailKit.fault(of: try EmailKit.channel(plain, ["security": .text("tls")])))
        #expect(handshake.sentence.contains("If the server begins in the clear, write security: starttls."))
        let wrapped = try await MailServer(security: "tls")
        let silent = try #require(
            await EmailKit.fault(of: try EmailKit.channel(wrapped, ["timeout": .duration(.seconds(2))])))
        #expect(silent.sentence.contains("write security: tls"), "\(silent.sentence)")
    }
}
