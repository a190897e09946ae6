import Foundation
import SondeCore
import SondeTestSupport
import Testing

/// `sonde alert` beside a running Sonde, and without one.
@Suite(.timeLimit(.minutes(2))) struct AlertCommandTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    private func alert(_ arguments: String...) async throws -> SondeProcess.Ended {
        await (try SondeProcess(["alert"] + arguments, in: folder.url)).ended()
    }

    /// An API at `url`, and the channel `slack` at `hook`.
    private func configure(_ url: String, hook: String) throws {
        try folder.write(
            """
            web: {listen: "127.0.0.1:0"}
            store: {url: "sqlite:run.db"}
            alerting:
              slack: {webhook-url: "\(hook)"}
            endpoints:
              - {name: orders, url: "\(url)", interval: 1s}
            """)
    }

    @Test func anIncidentIsListedAcknowledgedAndNoted() async throws {
        let server = try await FaultyServer.start { _ in .status(500) }
        try configure(server.url, hook: server.url)
        let sonde = try SondeProcess(["run"], in: folder.url)
        let address = "http://127.0.0.1:\(try await sonde.port())"
        #expect(await sonde.wait(for: "OPENED"))
        // The commit of the incident follows within 250 ms; two more probes are far behind it.
        try await server.waitForRequests(server.requestCount + 2)
        let list = try await alert("list", "--url", address)
        #expect(list.exitCode == 0, "\(list.errors)")
        #expect(list.output.hasPrefix("1 incident is open:\n  "), "\(list.output)")
        #expect(list.output.contains("  critical  orders: 3 probes in a row failed"), "\(list.output)")
        #expect(list.output.contains("slack (slack)"))
        let line = try #require(list.output.split(separator: "\n").dropFirst().first)
        let id = String(line.dropFirst(2).prefix { $0 != " " })
        let taken = try await alert("ack", id, "--by", "Ann", "--url", address)
        #expect(taken.exitCode == 0, "\(taken.errors)")
        #expect(taken.output.contains(" is acknowledged: no reminders and no escalation from now on."))
        let again = try await alert("ack", id, "--by", "Bob", "--url", address)
        #expect(again.exitCode == 0, "\(again.errors)")
        #expect(again.output.hasPrefix("It was acknowledged by Ann at "), "\(again.output)")
        #expect(again.output.hasSuffix(" UTC already.\n"))
        let noted = try await alert("note", id, "It was the cable.", "--url", address)
        #expect(noted.output == "The note stands in the timeline of \(id).\n", "\(noted.errors)")
        try await server.waitForRequests(server.requestCount + 2)
        #expect(try await alert("list", "--url", address).output.contains("[acknowledged by Ann]"))
        let json = try await alert("list", "--json", "--url", address)
        #expect(json.output.hasPrefix(#"{"channels":["#) && json.output.contains(#""acknowledged_by":"Ann""#))
        let back = try await alert("ack", id, "--undo", "--url", address)
        #expect(back.output.contains(" is no longer acknowledged."), "\(back.errors)")
        sonde.signal(SIGTERM)
        _ = await sonde.ended()
        await server.stop()
    }

    @Test func aSilenceIsMadeListedAndEnded() async throws {
        let server = try await FaultyServer.start { _ in .ok }
        try configure(server.url, hook: server.url)
        let sonde = try SondeProcess(["run"], in: folder.url)
        let address = "http://127.0.0.1:\(try await sonde.port())"
        let made = try await alert(
            "silence", "--endpoint", "ord*", "--for", "2h", "--comment", "Release", "--by", "Ann", "--url", address)
        #expect(made.exitCode == 0, "\(made.errors)")
        #expect(made.output.hasPrefix("It holds for 1 API until 20"), "\(made.output)")
        #expect(made.output.contains(" UTC.\nEnd it with 'sonde alert unsilence "), "\(made.output)")
        let listed = try await alert("silences", "--url", address)
        #expect(listed.output.contains("  silence  active  ord*  since 20"), "\(listed.output)")
        #expect(listed.output.hasSuffix("  by Ann: Release\n"))
        let id = String(listed.output.prefix { $0 != " " })
        let ended = try await alert("unsilence", id, "--url", address)
        #expect(ended.output == "The silence of ord* is over.\n", "\(ended.errors)")
        #expect(try await alert("unsilence", id, "--url", address).exitCode == 65)
        #expect(try await alert("silences", "--url", address).output == "None: whoever is to be told is told.\n")
        #expect(try await alert("retry", "--url", address).output == "There is no dead letter.\n")
        let never = try await alert(
            "silence", "--endpoint", "a", "--cron", "0 0 30 2 *", "--duration", "1h", "--url", address)
        #expect(never.exitCode == 64)
        #expect(never.errors == "--cron names a day that never comes.\n")
        let unknown = try await alert("silence", "--endpoint", "order", "--for", "1h", "--url", address)
        #expect(unknown.exitCode == 64)
        #expect(
            unknown.errors == "--endpoint names no API that is configured: \"order\"; did you mean \"orders\"?\n")
        let nothing = try await alert(
            "silence", "--endpoint", "zzz*", "--until", "2199-01-01T00:00:00Z", "--url", address)
        #expect(nothing.output.hasPrefix("It holds until 2199-01-01 00:00:00 UTC.\nIt fits no API now.\n"))
        let somebody = try await alert("silences", "--url", address)
        #expect(somebody.output.contains("  by somebody on "), "\(somebody.output)")
        sonde.signal(SIGTERM)
        _ = await sonde.ended()
        await server.stop()
    }

    @Test func aChannelIsTriedWithoutARunningSonde() async throws {
        let server = try await FaultyServer.start { request in
            request.path == "/good" ? .ok(text: "ok") : .status(404)
        }
        try configure(server.url, hook: server.url + "/good")
        let good = try await alert("test", "slack")
        #expect(good.exitCode == 0, "\(good.errors)")
        #expect(good.output == "The channel 'slack' (slack) took the test message.\n")
        #expect(server.requestCount == 1)
        try configure(server.url, hook: server.url + "/secret-path")
        let bad = try await alert("test", "slack")
        #expect(bad.exitCode == 1)
        #expect(bad.errors.hasPrefix("The channel 'slack' did not take the message: "), "\(bad.errors)")
        #expect(bad.errors.contains("404") && !bad.errors.contains("secret-path"))
        let nobody = try await alert("test", "pager")
        #expect(nobody.exitCode == 64)
        #expect(nobody.errors == "There is no channel 'pager' in the configuration; it has slack.\n")
        await server.stop()
    }

    @Test(arguments: [
        ["silence", "--for", "1h"], ["silence", "--endpoint", "a"], ["ack", "a b"], ["list", "--url", "127.0.0.1"],
        ["silence", "--endpoint", "a", "--for", "1h", "--until", "2099-01-01"], ["preview", "a", "--event", "odd"],
        ["silence", "--endpoint", "a", "--every", "sat", "--duration", "1h"],
        ["silence", "--endpoint", "a", "--start", "1:00"],
    ])
    func aWrongCommandLineIs64(arguments: [String]) async throws {
        let ended = await (try SondeProcess(["alert"] + arguments, in: folder.url)).ended()
        #expect(ended.exitCode == 64)
        #expect(ended.errors.hasPrefix("Error: "))
    }
}
