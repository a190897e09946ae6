import SondeAlerting
import SondeCore
import Testing

@testable import SondeServer

@Suite("Alerts of an endpoint")
struct ConfigurationAlertTests: ReadsConfigurations {
    private let channels = """
        alerting:
          slack: {webhook-url: "https://hooks.slack.com/services/a/b/c"}
          channels:
            - {name: oncall, type: pagerduty, integration-key: "00000000000000000000000000000000"}
            - {name: boss, type: ntfy, topic: boss}

        """

    private func told(_ lines: String, defaults: String = "") throws -> Endpoint {
        try configuration(channels + defaults + oneEndpoint(lines)).endpoints[0]
    }

    @Test("what an alert does not say")
    func bare() throws {
        let endpoint = try told("alerts: [{type: slack}]")
        #expect(endpoint.alerts == [AlertRule(channel: "slack")])
        #expect(endpoint.alerts[0].sendsResolved)
        #expect(endpoint.incidents == IncidentRules())
    }

    @Test("everything that an alert may say")
    func whole() throws {
        let endpoint = try told(
            """
            alerts:
              - channel: oncall
                severity: critical
                failure-threshold: 5
                success-threshold: 7
                minimum-reminder-interval: 1h
                send-on-resolved: false
                digest: false
                description: https://wiki.example.com/runbook
                hours: mon-fri 09:00-18:00
                timezone: Europe/Berlin
                escalate: [{after: 15m, to: [boss, slack]}, {after: 1h, to: boss}]
            """)
        let rule = AlertRule(
            channel: "oncall", severity: .critical, sendsResolved: false, reminderInterval: .seconds(3_600),
            hours: WeeklyHours(days: Set(0...4), start: 540, end: 1_080, timeZone: "Europe/Berlin"),
            sendsDigest: false, description: "https://wiki.example.com/runbook")
        let steps = [("boss", 900), ("slack", 900), ("boss", 3_600)].map { channel, delay in
            var step = rule
            step.channel = channel
            step.delay = .seconds(delay)
            return step
        }
        #expect(endpoint.alerts == [rule] + steps)
        #expect((endpoint.incidents.failureThreshold, endpoint.incidents.successThreshold) == (5, 7))
    }

    @Test(
        "an incident opens at the smallest threshold, and closes at the largest",
        arguments: [
            ("alerts: [{type: slack}, {channel: boss, failure-threshold: 10}]", 3, [nil, 10], 5),
            ("alerts: [{type: slack}, {channel: boss, failure-threshold: 1}]", 1, [3, nil], 5),
            ("alerts: [{type: slack, failure-threshold: 8, success-threshold: 2}]", 8, [nil], 2),
            (
                "alerts: [{type: slack, success-threshold: 2}, {channel: boss, success-threshold: 9}]", 3, [nil, nil],
                9
            ),
            (
                "alerts: [{type: slack, failure-threshold: 2, enabled: false}, {channel: boss, failure-threshold: 4}]",
                4, [nil], 5
            ),
            (
                "incidents: {failure-threshold: 4, success-threshold: 1}\n"
                    + "alerts: [{type: slack}, {channel: boss, failure-threshold: 6, success-threshold: 3}]",
                4, [nil, 6], 1
            ),
            ("incidents: {failure-threshold: 1}\nalerts: [{type: slack, failure-threshold: 1}]", 1, [nil], 5),
        ] as [(String, Int, [Int?], Int)])
    func thresholds(_ lines: String, _ opening: Int, _ rules: [Int?], _ closing: Int) throws {
        let endpoint = try told(lines)
        #expect(endpoint.incidents.failureThreshold == opening)
        #expect(endpoint.incidents.successThreshold == closing)
        #expect(endpoint.alerts.map(\.failureThreshold) == rules)
    }

    @Test("a threshold below that of the incident is noted")
    func uselessThreshold() throws {
        let lines = "incidents: {failure-threshold: 4}\nalerts: [{type: slack, failure-threshold: 2}]"
        let notes = try configuration(channels + oneEndpoint(lines)).notes.map(\.description)
        #expect(
            notes.contains(
                "sonde.yaml:10: alerts.failure-threshold: an incident opens after 4 failures, as "
                    + "incidents.failure-threshold says; a lower threshold has no effect."))
    }

    @Test("reminders may be written as Gatus' nothing", arguments: ["0", "0s", "\"\""])
    func noReminder(_ text: String) throws {
        let rule = try told("alerts: [{type: slack, minimum-reminder-interval: \(text)}]").alerts[0]
        #expect(rule.reminderInterval == nil)
    }

    @Test("those of defaults are for endpoints without a word of their own; an empty list is for nobody")
    func defaults() throws {
        let yaml =
            channels + """
                defaults: {alerts: [{type: slack, severity: high}], incidents: {failure-threshold: 2, flapping: false}}
                endpoints:
                  - {name: a, url: "https://a.example.com"}
                  - {name: b, url: "https://b.example.com", alerts: [{channel: boss}]}
                  - {name: c, url: "https://c.example.com", alerts: [], incidents: {failure-threshold: 9}}
                """
        let endpoints = try configuration(yaml).endpoints
        #expect(endpoints.map { $0.alerts.map(\.channel) } == [["slack"], ["boss"], []])
        #expect(endpoints[0].alerts[0].severity == .high)
        #expect(endpoints.map(\.incidents.failureThreshold) == [2, 2, 9])
        #expect(endpoints.allSatisfy { $0.incidents.flapping == nil })
    }

    @Test(
        "rules of incidents",
        arguments: [
            ("{condition: {failures: 3, total: 5}}", IncidentRules(condition: .init(failures: 3, total: 5))),
            ("{flapping: false}", IncidentRules(flapping: nil)), ("{flapping: true}", IncidentRules()),
            (
                "{flapping: {incidents: 4, window: 2h, calm: 30m}}",
                IncidentRules(flapping: .init(incidents: 4, window: .seconds(7_200), calm: .seconds(1_800)))
            ),
            ("{failure-threshold: 1, success-threshold: 1}", IncidentRules(failureThreshold: 1, successThreshold: 1)),
        ])
    func incidents(_ text: String, _ rules: IncidentRules) throws {
        #expect(try endpoint("incidents: \(text)").incidents == rules)
    }

    @Test(
        "hours",
        arguments: [
            ("mon-fri 09:00-18:00", Set(0...4), 540, 1_080), ("22:00-06:00", Set(0...6), 1_320, 360),
            ("sat,sun", [5, 6], 0, 1_440), ("Saturday 8:30-24:00", [5], 510, 1_440),
            ("sat-mon 18:00-00:00", [5, 6, 0], 1_080, 1_440), ("WED,fri-fri 00:00-00:01", [2, 4], 0, 1),
        ] as [(String, Set<Int>, Int, Int)])
    func hours(_ text: String, _ days: Set<Int>, _ start: Int, _ end: Int) throws {
        let hours = try WeeklyHours(configured: text, timeZone: "UTC")
        #expect(hours == WeeklyHours(days: days, start: start, end: end))
    }

    @Test(
        "hours that are none",
        arguments: [
            "", "9-18", "09:00", "09:00-25:00", "24:00-09:00", "mon-fri-sat", "foo 09:00-10:00", "mon 09:00-10:00 x",
            "09:60-10:00", "mon,", "09:00-09:00", "00:00-00:00", "mon tue", "09:00-10:00 mon",
        ])
    func noHours(_ text: String) {
        #expect(throws: HoursFault.self) { try WeeklyHours(configured: text, timeZone: "UTC") }
    }
}
