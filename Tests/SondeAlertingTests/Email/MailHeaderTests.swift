import SondeCore
import Testing

@testable import SondeAlerting

@Suite("E-mail: headers and addresses")
struct MailHeaderTests {
    struct Hostile: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        /// As a mail program shows it.
        let shown: String
    }

    static let hostile = [
        Hostile(testDescription: "CRLF", text: "a\r\nBcc: evil@example.com", shown: "a Bcc: evil@example.com"),
        Hostile(testDescription: "LF", text: "a\nBcc: evil@example.com", shown: "a Bcc: evil@example.com"),
        Hostile(testDescription: "CR", text: "a\rBcc: evil@example.com", shown: "a Bcc: evil@example.com"),
        Hostile(testDescription: "line separator", text: "a\u{2028}b\u{85}c", shown: "a b c"),
        Hostile(testDescription: "end of the head", text: "a\r\n\r\n<script>", shown: "a <script>"),
        Hostile(testDescription: "NUL and ESC", text: "a\u{0}b\u{1B}[31m", shown: "a b [31m"),
        Hostile(testDescription: "an encoded word", text: "=?UTF-8?Q?a=0ABcc:?=", shown: "=?UTF-8?Q?a=0ABcc:?="),
        Hostile(testDescription: "right-to-left override", text: "a\u{202E}b", shown: "a b"),
        Hostile(
            testDescription: "many characters of four bytes", text: String(repeating: "🚨", count: 60),
            shown: String(repeating: "🚨", count: 60)),
        Hostile(
            testDescription: "one long word", text: String(repeating: "x", count: 1200),
            shown: String(repeating: "x", count: 1200)),
        Hostile(
            testDescription: "many words", text: Array(repeating: "word", count: 100).joined(separator: " "),
            shown: Array(repeating: "word", count: 100).joined(separator: " ")),
    ]

    @Test("a name, a reason or a URL makes no header of its own, and is shown as it is", arguments: hostile)
    func injection(_ hostile: Hostile) async throws {
        let server = try await MailServer()
        let channel = try EmailKit.channel(server, ["subject-prefix": .text("[prod]")])
        var incident = AlertSamples.incident(hostile.text, reason: hostile.text)
        incident.id = hostile.text
        var alerted = AlertSamples.alerted(incident)
        (alerted.group, alerted.url, alerted.link) = (hostile.text, hostile.text, hostile.text)
        var message = AlertSamples.message(.opened, [alerted], link: hostile.text, description: hostile.text)
        (message.key, message.receipt) = (hostile.text, hostile.text)
        message = EmailKit.rendered(message, MessageTemplate(title: "{{endpoint}}"))
        _ = try await channel.send(message, through: NoHTTP())
        let mail = try await server.message()
        let cut = hostile.shown.count > 200 ? hostile.shown.prefix(199) + "…" : hostile.shown
        #expect(mail.header("Subject") == "[prod] \(cut)")
        #expect(mail.header("X-Sonde-Key") == hostile.shown)
        #expect(mail.header("Bcc") == nil)
        #expect(mail.recipients == ["ops@example.com"])
        #expect(mail.headers.map { $0[0] } == Self.names)
        #expect(mail.defects.isEmpty, "\(mail.defects)")
        #expect(mail.isAscii)
        #expect(mail.bareLineFeeds == 0)
        #expect(mail.longestHeaderLine <= 100)
        #expect(mail.longestBodyLine <= 76)
        #expect(mail.parts.map(\.type) == ["text/plain", "text/html"])
        #expect(!mail.html.contains("<script"))
        try WellFormed.check(mail.html)
    }

    private static let names = [
        "Date", "From", "To", "Subject", "Message-ID", "In-Reply-To", "References", "Thread-Topic", "List-Id",
        "Auto-Submitted", "X-Auto-Response-Suppress", "X-Sonde-Event", "X-Sonde-Incident", "X-Sonde-Key",
        "MIME-Version",
        "Importance", "Content-Type",
    ]

    @Test("long values are folded, and no line is longer than 78 characters")
    func folded() throws {
        let plain = MailHeader("Subject", text: Array(repeating: "word", count: 40).joined(separator: " "))
        let encoded = MailHeader("Subject", text: String(repeating: "Überlänge ", count: 30))
        for header in [plain, encoded] {
            let lines = header.text.split(separator: "\r\n")
            #expect(lines.count > 2)
            #expect(lines.allSatisfy { $0.utf8.count <= 78 })
            #expect(lines.dropFirst().allSatisfy { $0.hasPrefix(" ") })
        }
        #expect(
            plain.text.replacing("\r\n", with: "") == "Subject: "
                + Array(repeating: "word", count: 40).joined(separator: " "))
    }

    @Test("what is no token is left out of a list of tokens")
    func tokens() {
        #expect(
            MailHeader("References", tokens: ["<a@b>", "<c d@e>", "<f\r\n@g>", ""]).text == "References: <a@b>\r\n")
    }

    struct Address: Sendable, CustomTestStringConvertible {
        let text: String
        let name: String
        let address: String
        var testDescription: String { text }
    }

    @Test(
        "addresses with and without a name",
        arguments: [
            Address(text: "ops@example.com", name: "", address: "ops@example.com"),
            Address(text: "  ops@example.com\n", name: "", address: "ops@example.com"),
            Address(text: "Sonde <alerts@example.com>", name: "Sonde", address: "alerts@example.com"),
            Address(text: "\"Smith, Ann\" <ann@example.com>", name: "Smith, Ann", address: "ann@example.com"),
            Address(text: "Jürgen <j.m+sonde@mail.example.com>", name: "Jürgen", address: "j.m+sonde@mail.example.com"),
            Address(text: "<root@localhost>", name: "", address: "root@localhost"),
        ])
    func addresses(_ expected: Address) throws {
        let address = try MailAddress(expected.text, key: "to")
        #expect(address.name == expected.name)
        #expect(address.address == expected.address)
    }

    @Test(
        "what is no address is told",
        arguments: [
            "ops", "@example.com", "ops@", "ops@@example.com", "a b@example.com", "ops@example..com",
            "ops@-example.com",
            ".ops@example.com", "ops@exa mple.com", "a@b.com, c@d.com", "Ops <ops@example.com> <x@y.z",
            "ops@ex\"ample.com",
        ])
    func noAddress(_ text: String) {
        #expect(
            throws: ChannelFault(
                "to", "'\(text)' is no e-mail address. Write ops@example.com or Operations <ops@example.com>.")
        ) {
            try MailAddress(text, key: "to")
        }
    }

    @Test(
        "a line break or another control character in an address is told",
        arguments: ["\r\n", "\n", "\r", "\u{0}", "\u{7F}"])
    func controlCharacters(_ character: String) {
        let text = "ops@example.com\(character)Bcc: evil@example.com"
        let shown = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : String($0) }.joined()
        #expect(
            throws: ChannelFault(
                "to",
                "'\(shown)' holds a line break or another control character. Write one address in one line, and several as "
                    + "a list.")
        ) {
            try MailAddress(text, key: "to")
        }
    }

    @Test("an address beyond ASCII is told what to write")
    func beyondASCII() {
        let fault = #expect(throws: ChannelFault.self) { try MailAddress("ops@exämple.com", key: "from") }
        #expect(fault?.sentence.hasSuffix("It must be ASCII; of a domain, write the xn-- form.") == true)
    }
}
