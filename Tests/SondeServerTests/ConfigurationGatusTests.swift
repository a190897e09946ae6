import SondeAlerting
import SondeCore
import Testing

@testable import SondeServer

@Suite("Configurations that people bring along")
struct ConfigurationGatusTests: ReadsConfigurations {
    private let gatus: SondeConfiguration

    init() throws {
        let yaml = try ConfigurationFixtures.text("gatus.yaml")
        gatus = try SondeConfiguration.parse(
            yaml, fileName: "sonde.yaml", environment: [:], baseDirectory: ConfigurationFixtures.folder)
    }

    private func named(_ name: String) throws -> Endpoint {
        try #require(gatus.endpoints.first { $0.name == name })
    }

    @Test("DESIGN.md's example loads")
    func design() throws {
        let yaml = try ConfigurationFixtures.text("design.yaml")
        let loaded = try configuration(
            yaml,
            environment: [
                "ORDERS_TOKEN": "t0ken", "ALERT_EMAIL_FROM": "a@example.com", "ALERT_EMAIL_PASSWORD": "hunter2",
                "ALERT_EMAIL_TO": "b@example.com",
            ])
        let orders = try #require(loaded.endpoints.first)
        #expect(loaded.endpoints.count == 1)
        #expect((orders.name, orders.group, orders.method) == ("orders", "core", "GET"))
        #expect(orders.headers.map(\.name) == ["Authorization"])
        #expect(orders.headers.first?.value.reveal() == "Bearer t0ken")
        #expect(orders.conditions.map(\.source).last == "[TTFB] < 300")
        #expect(orders.anomaly == AnomalySettings(contamination: 0.1, window: .seconds(604_800)))
        #expect(orders.client.timeout == .seconds(5))
        #expect(loaded.store.kind == .sqlite(path: ConfigurationFixtures.folder + "/sonde.db"))
        #expect(orders.alerts == [AlertRule(channel: "email", severity: .high)])
        #expect(loaded.notes.isEmpty)
    }

    @Test("DESIGN.md's example without the variables of e-mail says that nobody is told, and which they are")
    func designWithoutMail() throws {
        let yaml = try ConfigurationFixtures.text("design.yaml")
        let notes = try configuration(yaml, environment: ["ORDERS_TOKEN": "t0ken"]).notes
        let note = try #require(notes.first)
        #expect((notes.count, note.line) == (1, 9))
        #expect(note.sentence.contains("this alert tells nobody"))
        for name in ["ALERT_EMAIL_FROM", "ALERT_EMAIL_PASSWORD", "ALERT_EMAIL_TO"] {
            #expect(note.sentence.contains(name), "\(note.sentence)")
        }
    }

    @Test("a Gatus list loads unchanged")
    func names() {
        #expect(
            gatus.endpoints.map(\.name) == [
                "front-end", "core/back-end", "monitoring", "json", "filter-users-by-name", "upload", "with-oauth2",
                "with-mtls", "anchored", "anchored-with-its-own", "example/back-end",
            ])
        #expect(gatus.endpoints.map(\.enabled).filter { !$0 }.count == 1)
        #expect(gatus.endpoints.map(\.conditions.count) == [3, 4, 4, 8, 2, 1, 1, 1, 1, 1, 1])
    }

    @Test("headers and client options mean what they mean in Gatus")
    func client() throws {
        let json = try named("json")
        #expect(json.headers.map { $0.value.reveal() } == ["application/json", "sonde $1 and $HOME", "3"])
        #expect(json.client.ignoreRedirect)
        #expect(json.client.timeout == .seconds(10))
        #expect(json.client.ipVersion == .v4)
        #expect(json.client.proxyURL?.reveal() == "http://proxy.example.com:8080")
        let oauth2 = ClientOptions.OAuth2(
            tokenURL: "https://your-token-server/token", clientID: "00000000-0000-0000-0000-000000000000",
            clientSecret: Secret("your-client-secret"), scopes: ["https://your.health.api/.default"])
        #expect(try named("with-oauth2").client.authentication == .oauth2(oauth2))
        let tls = try named("with-mtls").client.tls
        #expect(tls.certificateFile == ConfigurationFixtures.folder + "/tls/client.crt")
        #expect(tls.privateKeyFile == ConfigurationFixtures.folder + "/tls/client.key")
    }

    @Test("bodies are built as Gatus builds them")
    func body() throws {
        let graphQL = try named("filter-users-by-name")
        #expect(
            graphQL.body
                == #"{"query":"{\n  users(filter: {name: {eq: \"filter-users-by-name\"}}) { id }\n}\n"}"#)
        #expect(graphQL.headers.map { "\($0.name): \($0.value.reveal())" } == ["Content-Type: application/json"])
        #expect(try named("upload").body == #"{"name": "upload", "group": "", "id": "[RANDOM_STRING_8]"}"#)
    }

    @Test("an anchor is merged, and the endpoint's own keys win")
    func anchors() throws {
        let anchored = try named("anchored")
        #expect((anchored.group, anchored.interval, anchored.client.insecure) == ("core", .seconds(300), true))
        #expect(anchored.client.timeout == .seconds(30))
        let own = try named("anchored-with-its-own")
        // YAML merges one level deep: the endpoint's client stands in place of the anchor's.
        #expect((own.group, own.client.timeout, own.client.insecure) == ("example", .seconds(3), false))
    }

    @Test("what has no effect is noted once, with its line")
    func notes() {
        let notes = gatus.notes.map(\.description)
        #expect(notes.count == 8)
        #expect(
            notes.first
                == "sonde.yaml:36: ui: Sonde's page has no settings for one endpoint; this has no effect.")
        for key in ["ui", "extra-labels", "dns-resolver", "store-cookies", "renegotiation"] {
            #expect(notes.contains { $0.contains("\(key): ") }, "\(key)")
        }
        #expect(notes.contains { $0.contains("RANDOM_STRING_") })
        for type in ["slack", "pagerduty"] {
            #expect(notes.contains { $0.contains("alerts.type: no channel of type \(type) is configured") }, "\(type)")
        }
    }

    @Test("the repository's sonde.yaml watches the eight APIs")
    func repository() throws {
        let path = ConfigurationFixtures.repository + "/sonde.yaml"
        let loaded = try SondeConfiguration.load(file: path, environment: [:])
        #expect(
            loaded.endpoints.map(\.name) == [
                "JSONPlaceholder", "PokeAPI", "CatFacts", "BoredAPI", "IPify", "RandomUser", "JokesAPI", "GitHub",
            ])
        #expect(loaded.endpoints.allSatisfy { $0.interval == .seconds(15) && $0.client.timeout == .seconds(5) })
        #expect(loaded.store.kind == .sqlite(path: ConfigurationFixtures.repository + "/sonde.db"))
        #expect(loaded.notes.isEmpty)
    }
}

@Suite("Alerts that people bring along")
struct ConfigurationGatusAlertingTests: ReadsConfigurations {
    private let gatus: SondeConfiguration

    init() throws {
        let yaml = try ConfigurationFixtures.text("gatus-alerting.yaml")
        gatus = try SondeConfiguration.parse(
            yaml, fileName: "sonde.yaml", environment: [:], baseDirectory: ConfigurationFixtures.folder,
            now: ConfigurationFixtures.now)
    }

    @Test("every type of channel loads with all of its keys")
    func channels() {
        let names = gatus.alerting.channels.map(\.name)
        #expect(
            names == [
                "slack", "slack (group core)", "teams", "teams (group core)", "teams-workflows", "discord",
                "discord (group core)", "email", "email (group core)", "pagerduty", "pagerduty (group core)",
                "telegram",
                "telegram (group core)", "ntfy", "ntfy (group other)", "custom", "custom (back-end)",
            ])
        #expect(
            gatus.notes.map(\.description) == [
                "sonde.yaml:76: connectivity.checker.interval: Sonde tries the target when nothing answers any more; "
                    + "this has no effect.",
                "sonde.yaml:64: alerting.ntfy.overrides.group: no endpoint is in the group 'other'; it has no effect.",
            ])
        for channel in gatus.alerting.channels { #expect(throws: Never.self) { try channel.makeChannel() } }
    }

    @Test("default-alert fills in what an alert leaves out")
    func defaultAlert() throws {
        let alerts = try #require(gatus.endpoints.first).alerts
        #expect(alerts.map(\.channel) == ["slack", "slack", "email"])
        #expect(alerts.map(\.description) == ["health check failed", "still down", nil])
        #expect(alerts.map(\.failureThreshold) == [5, 10, nil])
        #expect(alerts.map(\.sendsResolved) == [true, false, true])
        #expect(alerts.map(\.reminderInterval) == [nil, .seconds(1_800), nil])
        #expect(gatus.endpoints[0].incidents == IncidentRules(failureThreshold: 3, successThreshold: 4))
    }

    @Test("the endpoints of a group are told by the group's channels")
    func groups() {
        #expect(
            gatus.endpoints[1].alerts.map(\.channel) == [
                "slack (group core)", "teams (group core)", "teams-workflows", "discord (group core)",
                "email (group core)", "pagerduty (group core)", "telegram (group core)", "ntfy", "custom (back-end)",
            ])
        #expect(gatus.endpoints[1].incidents.failureThreshold == 2)
    }

    @Test("maintenance, connectivity and external endpoints load")
    func others() {
        #expect(gatus.alerting.settings.references == ["1.1.1.1:53"])
        #expect(
            gatus.alerting.settings.silences.map(\.schedule) == [
                .weekly(WeeklyHours(days: [0, 3], start: 1_380, end: 1_440, timeZone: "Europe/Amsterdam")),
                .weekly(WeeklyHours(start: 60, end: 120, timeZone: "Europe/Berlin")),
            ])
        let external = gatus.endpoints[2]
        #expect((external.name, external.interval) == ("nightly-backup", .seconds(1_800)))
        #expect(external.source == .push(token: Secret("potato-potato-potato")))
    }
}
