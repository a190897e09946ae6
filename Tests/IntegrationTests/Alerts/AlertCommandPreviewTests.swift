import Foundation
import SondeCore
import SondeTestSupport
import Testing

@testable import sonde

/// `sonde alert preview`: what would be sent, and nothing that nobody may know.
@Suite(.timeLimit(.minutes(2))) struct AlertCommandPreviewTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    private func preview(_ channel: String, _ settings: String, _ arguments: String...) async throws -> String {
        try folder.write(
            """
            alerting:
              \(channel): {\(settings)}
            endpoints:
              - {name: orders, url: "http://127.0.0.1:1/"}
            """)
        let ended = await (try SondeProcess(["alert", "preview", channel] + arguments, in: folder.url)).ended()
        #expect(ended.exitCode == 0, "\(ended.errors)")
        return ended.output
    }

    @Test(arguments: AlertEvent.allCases)
    func whatWouldBeSentIsShownAndNotSent(event: AlertEvent) async throws {
        let server = try await FaultyServer.start { _ in .ok }
        let output = try await preview(
            "slack", "webhook-url: \"\(server.url)/services/T0AAA111/abcdefgh1234\"", "--event", event.rawValue)
        #expect(
            output.hasPrefix(
                "POST \(server.url)/services/***/***\nContent-Type: application/json; charset=utf-8\n\n{"))
        #expect(output.contains("orders") || event == .test)
        #expect(server.requestCount == 0)
        await server.stop()
    }

    @Test func headersAndBodiesShowNoSecret() async throws {
        let custom = try await preview(
            "custom",
            #"url: "https://u:password1@x.example.com/[ENDPOINT_NAME]?key=topsecret99", method: PUT, "#
                + #"body: '{"t":"[ALERT_TITLE]"}', headers: {X-Key: kkkkkkkk1}"#)
        #expect(
            custom == "PUT https://x.example.com/orders?key=***\nX-Key: ***\n\n{\"t\":\"Critical: orders is down\"}\n")
        let key = "0123456789abcdef0123456789abcdef"
        let pager = try await preview("pagerduty", "integration-key: \"\(key)\"")
        #expect(pager.contains(#""routing_key":"***""#) && !pager.contains(key))
        let ntfy = try await preview("ntfy", "topic: quiet-topic-7, token: tk_abcdef0123")
        #expect(ntfy.contains("Authorization: Bearer ***\n") && !ntfy.contains("quiet-topic-7"))
    }

    @Test func aMailIsItsSubjectAndItsText() async throws {
        let mail = try await preview(
            "email", "from: a@example.com, to: b@example.com, host: mail.example.com, subject-prefix: Größe")
        #expect(mail.hasPrefix("Subject: Größe [critical] Failure at orders, "), "\(mail)")
        #expect(mail.contains(" UTC\n\norders is down (group core)."))
    }

    @Test func aProgramIsNotStarted() async throws {
        let file = folder.url.appendingPathComponent("program")
        try Data("#!/bin/sh\ntouch started\n".utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
        let output = try await preview("command", "program: \"\(file.path)\"")
        #expect(output.hasPrefix("\(file.path), with the variables SONDE_… and on its standard input:\n\n{"))
        #expect(!FileManager.default.fileExists(atPath: folder.path("started")))
    }

    @Test(arguments: [
        ("Subject: plain words\r\nTo: x\r\n\r\nSubject: not this", "plain words"),
        ("To: x\r\nSubject: folded\r\n words\r\n\r\n", "folded words"),
        ("Subject: =?UTF-8?B?R3LDtg==?=\r\n =?UTF-8?B?w59l?= [x]\r\n\r\n", "Größe [x]"), ("To: x\r\n\r\n", ""),
    ])
    func aSubjectIsReadAsPeopleSeeIt(data: String, subject: String) {
        #expect(MailSubject.text(of: data) == subject)
    }
}
