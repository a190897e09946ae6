import SondeCore
import Testing

@testable import SondeServer

@Suite("Secrets")
struct ConfigurationSecretTests: ReadsConfigurations {
    /// Ways to write a secret that are right, each with a word that may never be shown.
    static let places = [
        "headers: {Authorization: Bearer hunter2}",
        "headers: {X-Key: \"${SECRET}\"}",
        "client: {proxy-url: \"http://sonde:hunter2@proxy:3128\"}",
        "client: {basic: {username: sonde, password: hunter2}}",
        "client: {basic: {username: sonde, password: \"${SECRET}\"}}",
        "client: {bearer: {token: hunter2}}",
        "client: {bearer: {token: \"${SECRET}\"}}",
        "client: {oauth2: {token-url: \"https://l.example.com\", client-id: c, client-secret: hunter2, scopes: [s]}}",
    ]

    /// Ways to write a secret that are wrong in itself.
    static let faults = [
        "headers: Bearer hunter2", "headers: [hunter2]", "headers: {Authorization: {hunter2: x}}",
        "headers: {Authorization: \"hunter2\\nx\"}", "headers: {\"Bearer hunter2\": x}", "headers: {hunter2}",
        "headers: {Authorization: \"hunter2 ${MISSING}\"}", "headers: {Authorization: \"hunter2 ${\"}",
        "body: [hunter2]", "body: {hunter2: x}", "body: \"hunter2 ${MISSING}\"",
        "client: hunter2", "client: [hunter2]",
        "client: {proxy-url: \"hunter2\"}", "client: {proxy-url: \"http://sonde:hunter2@proxy:port\"}",
        "client: {proxy-url: \"hunter2://proxy\"}", "client: {proxy-url: \"http://hunter2 @proxy\"}",
        "client: {proxy-url: \"http://a:hunter2%zz@proxy\"}", "client: {proxy-url: \"http://a:hunter2@\"}",
        "client: {proxy-url: [hunter2]}",
        "client: {basic: hunter2}", "client: {basic: \"sonde:hunter2\"}", "client: {basic: {hunter2: }}",
        "client: {basic: {username: \"sonde:hunter2\", password: x}}", "client: {basic: {password: hunter2}}",
        "client: {basic: {passwort: hunter2}}", "client: {basic: {username: a, passwordhunter2: }}",
        "client: {basic: {username: a, password: [hunter2]}}",
        "client: {basic: {username: a, password-file: \"${SECRET}\"}}",
        "client: {bearer: hunter2}", "client: {bearer: {tokenhunter2: }}", "client: {bearer: {token: \"hunter2 x\"}}",
        "client: {bearer: {token: hunter2, token-file: x}}", "client: {bearer: {token-file: \"${SECRET}\"}}",
        "client: {oauth2: hunter2}", "client: {oauth2: {client-secret: hunter2}}",
        "client: {oauth2: {token-url: \"https://u:hunter2@l.example.com\", client-id: c, client-secret: s}}",
        "client: {oauth2: {token-url: \"https://u:hunter2@\", client-id: c, client-secret: s}}",
        "client: {oauth2: {token-url: x, client-id: c, client-secret: hunter2, scopes: hunter2}}",
        "client: {tls: {ca-file: \"${SECRET}\"}}",
        "conditions: [\"[STATUS] == ${SECRET}\"]", "conditions: [\"${SECRET}\"]",
        "conditions: [\"[BODY] = ${SECRET}\"]",
        "interval: \"${SECRET}\"", "enabled: \"${SECRET}\"", "method: \"a ${SECRET}\"",
        "client: {ip-version: \"${SECRET}\", max-redirects: \"${SECRET}\", max-body-size: \"${SECRET}\"}",
        "anomaly: {contamination: \"${SECRET}\", window: \"${SECRET}\", sensitivity: \"${SECRET}\"}",
    ]

    @Test("do not appear in an error about their neighbour or in a description", arguments: places)
    func neighbours(_ place: String) throws {
        let environment = ["SECRET": "hunter2"]
        let loaded = try endpoint(place, environment: environment)
        #expect(!"\(loaded)".contains("hunter2") && !String(reflecting: loaded).contains("hunter2"))
        for neighbour in ["interval: 15", "unknown: key", "client: {}", "interval: {", "headers: *x", "@"] {
            #expect(
                !complaint(oneEndpoint(place + "\n" + neighbour), environment: environment).contains("hunter2"),
                "\(neighbour)")
        }
        for key in ["password: {", "token: \"\\z\"", "basic: *x"] {
            #expect(
                !complaint(oneEndpoint(place.dropLast() + ", " + key + "}"), environment: environment).contains(
                    "hunter2"), "\(key)")
        }
    }

    @Test("do not appear in an error about themselves", arguments: faults)
    func themselves(_ fault: String) {
        let message = complaint(oneEndpoint(fault), environment: ["SECRET": "hunter2"])
        #expect(message.hasPrefix("sonde.yaml:4:"), "\(message)")
        #expect(!message.contains("hunter2"), "\(message)")
    }

    @Test("in the URL go where secrets go")
    func url() throws {
        let yaml = "endpoints: [{name: a, url: \"https://so%40nde:hunter%3a2@a.example.com:8443/x?y#z\"}]"
        let loaded = try configuration(yaml).endpoints[0]
        #expect(loaded.url == "https://a.example.com:8443/x?y#z")
        #expect(loaded.client.authentication == .basic(username: "so@nde", password: Secret("hunter:2")))
        #expect(!"\(loaded)".contains("hunter"))
    }

    @Test(
        "in the path of the URL show their variable's name",
        arguments: [
            ("https://h.example.com:8443/bot${SECRET}/x?y", "https://h.example.com:8443/bot${SECRET}/x"),
            ("https://${HOST}/a/${SECRET}", "https://h.example.com/a/${SECRET}"),
            ("https://h.example.com/x?key=${SECRET}#${SECRET}", "https://h.example.com/x"),
            ("https://u:${SECRET}@h.example.com/$$x", "https://h.example.com/$x"),
            ("${BASE}/x", "https://h.example.com/${BASE}/x"),
            ("https://h.example.com/${MISSING:-${SECRET}}", "https://h.example.com/${MISSING}"),
            ("https://h.example.com/x", "https://h.example.com/x"),
        ])
    func path(raw: String, shown: String) throws {
        let environment = [
            "SECRET": "hunter2", "HOST": "h.example.com", "BASE": "https://h.example.com/hunter2/api",
        ]
        let yaml = "endpoints: [{name: a, url: \"\(raw)\"}]"
        let loaded = try configuration(yaml, environment: environment).endpoints[0]
        #expect(loaded.displayURL == shown)
    }

    @Test("of the store and of alerts are not shown")
    func store() throws {
        let endpoints = "endpoints: [{name: a, url: \"https://a.example.com\"}]\n"
        for url in [
            "postgres://u:hunter2@db", "postgres://u:hunter2@db?password=hunter2", "postgres://u:hunter2@", "hunter2",
        ] {
            let message = complaint(endpoints + "store: {url: \"\(url)\"}")
            #expect(message.hasPrefix("sonde.yaml:2:14: store.url: "))
            #expect(!message.contains("hunter2"))
        }
        let alerting = try configuration(
            endpoints,
            environment: [
                "ALERT_EMAIL_FROM": "a@example.com", "ALERT_EMAIL_PASSWORD": "hunter2",
                "ALERT_EMAIL_TO": "b@example.com",
            ])
        #expect(!"\(alerting)".contains("hunter2"))
        #expect(!complaint(endpoints, environment: ["ALERT_EMAIL_PASSWORD": "hunter2"]).contains("hunter2"))
        let ofVariables = try configuration(
            endpoints, environment: ["DB_HOST": "db", "DB_PASS": "hunter2", "DB_USER": "u"])
        #expect(!"\(ofVariables)".contains("hunter2"))
        for url in ["postgres://u:hunter2@db/x", "postgres://u@db/x?password=hunter2"] {
            #expect(!"\(try configuration(endpoints + "store: {url: \"\(url)\"}"))".contains("hunter2"))
        }
        let message = complaint(
            endpoints, environment: ["DB_HOST": "db", "DB_PASS": "hunter2", "DB_PORT": "x", "DB_SSLMODE": "y"])
        #expect(!message.isEmpty && !message.contains("hunter2"))
    }

}

@Suite("A condition with a variable") struct ConfigurationConditionSecretTests {
    @Test("shows itself as it was written, and no value")
    func shownAsWritten() throws {
        let configuration = try SondeConfiguration.parse(
            """
            endpoints:
              - name: a
                url: https://a.example.com
                conditions: ["[HEADERS].x-token == ${TOKEN}", "[STATUS] == 200"]
            """, fileName: "sonde.yaml", environment: ["TOKEN": "hunter2"], baseDirectory: "")
        let context = ConditionContext(status: 503, connected: true, headers: [(name: "x-token", value: "hunter3")])
        let outcomes = configuration.endpoints[0].conditions.map { $0.evaluate(in: context) }
        #expect(outcomes[0].resolved == "[HEADERS].x-token == ${TOKEN}")
        #expect(outcomes[0].condition == "[HEADERS].x-token == ${TOKEN}")
        #expect(!outcomes[0].held)
        #expect(outcomes[1].resolved == "[STATUS] (503) == 200")
    }
}
