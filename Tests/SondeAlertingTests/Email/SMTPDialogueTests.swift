import CCurl
import Foundation
import SondeCore
import Testing

@testable import SondeAlerting

@Suite("E-mail: what was said to the server and answered")
struct SMTPDialogueTests {
    @Test("an answer of several lines is one sentence, its status said once")
    func severalLines() {
        var dialogue = SMTPDialogue()
        dialogue.said("AUTH PLAIN\r\n")
        dialogue.answered("535-5.7.8 Username and Password not accepted. For more information, go to\r\n")
        dialogue.answered("535 5.7.8  https://support.example.com/ x - gsmtp\r\n")
        #expect(
            SMTPDialogue.words(of: dialogue.last, without: [])
                == "535 5.7.8 Username and Password not accepted. For more information, go to https://support.example.com/ x - "
                + "gsmtp")
    }

    @Test(
        "the second line of a login is part of it, whatever it reads as",
        arguments: ["DATA", "QUITE", "MAIL FROMx", "RCPT"])
    func loginThatReadsAsACommand(_ text: String) {
        var dialogue = SMTPDialogue()
        dialogue.said("AUTH LOGIN\r\n")
        dialogue.answered("334 VXNlcm5hbWU6\r\n")
        dialogue.said("\(text)\r\n")
        dialogue.answered("535 no\r\n")
        #expect(dialogue.last.said == .login)
        #expect(dialogue.last.code == 535)
    }

    @Test("why a token is refused is read from its base64")
    func tokenRefused() {
        var dialogue = SMTPDialogue()
        dialogue.said("AUTH XOAUTH2\r\n")
        dialogue.answered("334 \(Data(#"{"status":"400"}"#.utf8).base64EncodedString())\r\n")
        dialogue.said("QUIT\r\n")
        dialogue.answered("221 bye\r\n")
        #expect(SMTPDialogue.words(of: dialogue.last, without: []) == #"334 {"status":"400"}"#)
    }

    @Test("words are one line, cut, and hold no secret")
    func words() {
        var dialogue = SMTPDialogue()
        dialogue.said("RCPT TO:<a@b.c>\r\n")
        dialogue.answered("550 5.1.1 \u{1B}[31m hunter2 \(String(repeating: "x", count: 600))")
        let words = SMTPDialogue.words(of: dialogue.last, without: ["hunter2"])
        #expect(words.hasPrefix("550 5.1.1  [31m ***"))
        #expect(words.count == 400)
        #expect(dialogue.refusals.map(\.said) == [.recipient("a@b.c")])
    }

    @Test("a server that talks without end is listened to for a while")
    func endless() {
        var dialogue = SMTPDialogue()
        for _ in 0..<2000 { dialogue.answered("220-and more\r\n") }
        #expect(dialogue.last.reply.count == 500)
    }

    @Test("Gmail's refusal of a login tells of app passwords")
    func gmail() throws {
        var dialogue = SMTPDialogue()
        dialogue.said("AUTH PLAIN")
        dialogue.answered("535 5.7.8 Username and Password not accepted.")
        let settings = try EmailSettings(
            ChannelOptions([
                "from": .text("a@gmail.com"), "to": .texts(["b@c.d"]), "password": .secret(Secret("hunter2")),
            ]))
        let report = SMTPTransfer.Report(
            code: CURLE_LOGIN_DENIED, detail: "Login denied", osError: 0, certificateFault: 0, dialogue: dialogue)
        let fault = try #require(SMTPFault(settings.server, report).fault)
        #expect(
            fault.sentence
                == "smtp.gmail.com:587 refuses the login of 'a@gmail.com': 535 5.7.8 Username and Password not accepted. "
                + "Gmail wants an app password, not that of the account: make one at "
                + "https://myaccount.google.com/apppasswords and write it to ALERT_EMAIL_PASSWORD, or to password.")
        #expect(fault.isPermanent)
    }

    @Test("no way to log in: the server's own are named")
    func noWay() throws {
        var dialogue = SMTPDialogue()
        dialogue.said("EHLO example.com")
        for line in ["250-mail.example.com", "250-AUTH GSSAPI NTLM", "250 SIZE 1000"] { dialogue.answered(line) }
        let settings = try EmailSettings(
            ChannelOptions([
                "host": .text("mail.example.com"), "from": .text("a@b.c"), "to": .texts(["b@c.d"]),
                "password": .secret(Secret("hunter2")),
            ]))
        let report = SMTPTransfer.Report(
            code: CURLE_LOGIN_DENIED, detail: "", osError: 0, certificateFault: 0, dialogue: dialogue)
        let fault = try #require(SMTPFault(settings.server, report).fault)
        #expect(
            fault.sentence
                == "mail.example.com:587 offers no way to log in that Sonde may use. Set auth to one that it has (GSSAPI NTLM)."
        )
        #expect(fault.isPermanent)
    }
}
