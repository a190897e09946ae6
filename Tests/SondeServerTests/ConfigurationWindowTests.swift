import SondeCore
import Testing

@testable import SondeServer

@Suite("Maintenance windows and silences")
struct ConfigurationWindowTests: ReadsConfigurations {
    private func silences(_ yaml: String) throws -> [Silence] {
        try configuration(yaml + "\n" + oneEndpoint("")).alerting.settings.silences
    }

    @Test(
        "windows of the week",
        arguments: [
            ("{start: \"23:00\", duration: 1h}", Set(0...6), 1_380, 1_440, "UTC"),
            ("{start: \"23:00\", duration: 2h, every: [Monday, thursday]}", [0, 3], 1_380, 60, "UTC"),
            ("{start: \"00:00\", duration: 24h, every: sat, timezone: Europe/Berlin}", [5], 0, 1_440, "Europe/Berlin"),
            ("{start: \"3:30\", duration: 90s, every: []}", Set(0...6), 210, 212, "UTC"),
            ("{start: \"12:00\", duration: 24h, every: [mon]}", [0], 720, 720, "UTC"),
        ] as [(String, Set<Int>, Int, Int, String)])
    func weekly(_ text: String, _ days: Set<Int>, _ start: Int, _ end: Int, _ zone: String) throws {
        let expected = Silence.Schedule.weekly(WeeklyHours(days: days, start: start, end: end, timeZone: zone))
        for yaml in ["maintenance: \(text)", "maintenance: [\(text)]"] {
            let windows = try silences(yaml)
            #expect(windows.map(\.schedule) == [expected])
            #expect(windows.map(\.purpose) == [.maintenance])
            #expect(windows.map(\.matcher) == [EndpointMatcher()])
        }
    }

    @Test("windows of cron and windows of once")
    func others() throws {
        let windows = try silences(
            """
            maintenance:
              - {cron: "0 3 * * 1", duration: 60h, timezone: Europe/Berlin, comment: weekly}
              - {from: 2026-12-24T20:00:00Z, until: 2026-12-24T23:00:00+01:00, endpoints: ["ord*"]}
              - {enabled: false, start: nonsense}
            """)
        let cron = try CronExpression("0 3 * * 1", timeZone: "Europe/Berlin")
        let from = Timestamp(seconds: 1_798_142_400)
        #expect(
            windows.map(\.schedule) == [
                .cron(cron, duration: .seconds(216_000)), .once(from: from, until: from.advanced(by: .seconds(7_200))),
            ])
        #expect(windows.map(\.comment) == ["weekly", ""])
        #expect(windows[1].matcher == EndpointMatcher(names: ["ord*"]))
    }

    @Test("silences hold until a time, from ever unless they say from when")
    func silence() throws {
        let yaml = "silences: [{groups: core, endpoints: [\"*\"], until: 2027-01-01T00:00:00Z, comment: known}]"
        let silence = try #require(try silences(yaml).first)
        #expect(silence.purpose == .silence)
        #expect(silence.matcher == EndpointMatcher(names: ["*"], groups: ["core"]))
        #expect(
            silence.schedule
                == .once(from: Timestamp(microseconds: 0), until: Timestamp(seconds: 1_798_761_600)))
        #expect((silence.comment, silence.author, silence.endedAt) == ("known", "", nil))
    }

    @Test("the id is made from what it says, the same in each reading and in each process")
    func identifier() throws {
        let yaml = "maintenance: {start: \"23:00\", duration: 1h, every: [mon, tue, wed]}"
        #expect(try silences(yaml) == silences(yaml))
        #expect(try silences(yaml).map(\.id) == ["configuration-si9jxfe7fh2w"])
        #expect(try silences(yaml).map(\.id) != silences(yaml.replacing("1h", with: "2h")).map(\.id))
    }

    @Test("the windows of endpoints are theirs alone, and alike ones are one")
    func ofEndpoints() throws {
        let windows = "maintenance-windows: [{start: \"01:00\", duration: 1h}]"
        let yaml = """
            endpoints:
              - {name: "a*", url: "https://a.example.com", \(windows)}
              - {name: b, group: core, url: "https://b.example.com", \(windows)}
              - {name: b, group: edge, url: "https://c.example.com"}
            """
        let silence = try #require(try configuration(yaml).alerting.settings.silences.first)
        let fits = [("a*", nil), ("ab", nil), ("core/b", "core"), ("edge/b", "edge")].map {
            silence.matcher.matches(name: $0.0, group: $0.1)
        }
        #expect(fits == [true, false, true, false])
    }

    @Test(
        "what can have no effect is noted",
        arguments: [
            (
                "silences: [{until: 2026-05-31T00:00:00Z}]",
                "sonde.yaml:1: silences.until: this time is past; it has no effect."
            ),
            (
                "silences: [{endpoints: [pay*], until: 2027-01-01T00:00:00Z}]",
                "sonde.yaml:1: silences.endpoints: no endpoint fits 'pay*'; it has no effect."
            ),
            (
                "maintenance: {groups: [core], start: \"01:00\", duration: 1h}",
                "sonde.yaml:1: maintenance.groups: no endpoint fits 'core'; it has no effect."
            ),
        ])
    func notes(_ yaml: String, _ note: String) throws {
        let loaded = try configuration(yaml + "\n" + oneEndpoint(""))
        #expect(loaded.notes.map(\.description) == [note])
        #expect(loaded.alerting.settings.silences.count == 1)
    }

    @Test(
        "a window that never ends is refused, one that nearly does is not",
        arguments: [
            ("{cron: \"0 * * * *\", duration: 60m}", false), ("{cron: \"0 * * * *\", duration: 59m}", true),
            ("{cron: \"0 3 * * 1\", duration: 7d}", false), ("{cron: \"0 3 * * 1\", duration: 167h}", true),
            ("{cron: \"0 3 * * 1-5\", duration: 30h}", true), ("{cron: \"0 3 * * *\", duration: 24h}", false),
            ("{cron: \"0 3 1 * *\", duration: 24h}", true), ("{start: \"03:00\", duration: 24h}", false),
            ("{start: \"03:00\", duration: 24h, every: [mon]}", true),
        ])
    func neverEnding(_ window: String, _ isFine: Bool) {
        let message = complaint("maintenance: \(window)\n" + oneEndpoint(""))
        #expect(message.isEmpty == isFine, "\(message)")
        #expect(isFine || message.contains("never end"))
    }
}
