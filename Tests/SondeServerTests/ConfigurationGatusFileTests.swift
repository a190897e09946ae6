import SondeCore
import Testing

@testable import SondeServer

/// People who switch from Gatus keep their file: all of it, not the endpoints alone.
@Suite("A whole file of Gatus'")
struct ConfigurationGatusFileTests: ReadsConfigurations {
    @Test("everything that Gatus knows loads, and what is not used is noted where it stands")
    func whole() throws {
        let gatus = try configuration(try ConfigurationFixtures.text("gatus-whole.yaml"))
        #expect(gatus.endpoints.map(\.name) == ["front-end", "back-end", "backup"])
        #expect(gatus.endpoints.map { $0.alerts.map(\.channel) } == [["slack", "email"], ["slack"], ["slack"]])
        #expect(gatus.concurrency == 10)
        #expect(gatus.alerting.settings.references == ["1.1.1.1:53"])
        #expect(
            gatus.alerting.settings.silences.map(\.schedule) == [
                .weekly(WeeklyHours(days: [0, 3], start: 1_380, end: 1_440, timeZone: "Europe/Amsterdam"))
            ])
        let noted = gatus.notes.map { note in
            "\(note.line ?? 0) \(note.sentence.prefix { $0 != ":" })"
        }
        let unused = [
            "2 metrics", "3 debug", "5 skip-invalid-config-update", "6 disable-monitoring-lock", "8 storage",
            "18 web.read-buffer-size", "19 web.tls", "23 ui", "43 security", "79 remote", "85 tunneling",
            "95 announcements", "131 suites",
        ]
        for note in unused { #expect(noted.contains(note), "\(note)") }
        #expect(noted.count == unused.count + 3, "the endpoints' ui and labels, and the checker's interval: \(noted)")
        #expect(gatus.notes.allSatisfy { $0.count == 1 && !$0.sentence.contains("hunter2") })
    }

    @Test(
        "address and port are where the page is served",
        arguments: [
            ("{port: 9090}", "127.0.0.1", 9090), ("{address: 0.0.0.0}", "0.0.0.0", 8080),
            ("{address: 192.0.2.1, port: \"${PORT}\"}", "192.0.2.1", 7070),
            ("{port: 0, address: \"\"}", "127.0.0.1", 8080),
            ("{address: \"[::1]\", port: 1}", "::1", 1), ("{address: \"::\"}", "::", 8080),
            ("{address: status.local}", "status.local", 8080),
        ])
    func web(_ text: String, _ host: String, _ port: Int) throws {
        let loaded = try configuration("web: \(text)\n" + oneEndpoint(""), environment: ["PORT": "7070"])
        #expect((loaded.web.host, loaded.web.port) == (host, port))
    }

    @Test("a port alone stays on this machine, which is noted, as Gatus would serve it to all")
    func portAlone() throws {
        let notes = try configuration("web: {port: 9090}\n" + oneEndpoint("")).notes.map(\.description)
        #expect(notes.count == 1)
        #expect(notes[0].hasPrefix("sonde.yaml:1: web.port: without an address Sonde listens on 127.0.0.1 alone"))
    }

    @Test(
        "what asks for a login is not served without one unless Sonde's own key says so",
        arguments: [
            ("web: {address: 0.0.0.0, port: 9090}", "127.0.0.1", "on 127.0.0.1 alone"),
            ("web: {address: 127.0.0.2, port: 9090}", "127.0.0.2", "this has no effect"),
            ("web: {listen: \"0.0.0.0:9090\"}", "0.0.0.0", "this has no effect"),
        ])
    func security(_ web: String, _ host: String, _ words: String) throws {
        let loaded = try configuration(web + "\nsecurity: {basic: {username: john}}\n" + oneEndpoint(""))
        #expect((loaded.web.host, loaded.web.port) == (host, 9090))
        let notes = loaded.notes.filter { $0.sentence.hasPrefix("security: ") }
        #expect(notes.map(\.line) == [2])
        #expect(notes.first?.sentence.contains(words) == true, "\(notes)")
    }

    @Test("no concurrency at all is as much as there may be")
    func concurrency() throws {
        #expect(try configuration("concurrency: 0\n" + oneEndpoint("")).concurrency == 100_000)
    }

    @Test(
        "what Gatus does not know is still an error",
        arguments: [
            ("metric: true", "sonde.yaml:1:1: unknown key 'metric'; the keys of the configuration are"),
            ("web: {adress: 0.0.0.0}", "sonde.yaml:1:7: web: unknown key 'adress'; did you mean 'address'?"),
            ("web: {port: 70000}", "sonde.yaml:1:13: web.port: '70000' is not a whole number from 0 to 65535."),
            ("web: {address: \"a b\"}", "sonde.yaml:1:16: web.address: 'a b' is not an address;"),
            (
                "web: {listen: \"127.0.0.1:80\", port: 81}",
                "sonde.yaml:1:37: web.port: listen says this, too; leave one of them out."
            ),
        ])
    func unknown(_ line: String, _ message: String) {
        let complaint = complaint(line + "\n" + oneEndpoint(""))
        #expect(complaint.hasPrefix(message), "\(complaint)")
    }
}
