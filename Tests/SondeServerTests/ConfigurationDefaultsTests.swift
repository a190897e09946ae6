import SondeCore
import Testing

@testable import SondeServer

@Suite("Defaults and merge keys")
struct ConfigurationDefaultsTests: ReadsConfigurations {
    private let defaults = """
        defaults:
          group: core
          method: head
          interval: 30s
          headers: {Accept: application/json, Authorization: Bearer default, X-Team: core}
          conditions: ["[STATUS] == 200", "[TTFB] < 300"]
          client: {timeout: 3s, insecure: true, max-body-size: 2MiB, bearer: {token: abc}, proxy-url: "socks5://proxy"}
          anomaly: {window: 1d, severity: {medium: -0.05}}
        endpoints:

        """

    @Test("without defaults and without a word, an endpoint is this")
    func bare() throws {
        let bare = try endpoint("")
        #expect(bare == Endpoint(name: "orders", url: "https://api.example.com/orders"))
        #expect(bare.interval == .seconds(15))
        #expect(bare.client.timeout == .seconds(5))
        #expect(bare.client.maxBodyBytes == 1_048_576)
    }

    @Test("what other APIs have is known, too")
    func othersAnomaly() throws {
        let endpoint = "  - {name: a, url: \"https://a.example.com\", anomaly: {window: 2d, sensitivity: low}}"
        let known = try configuration(defaults + endpoint).defaultAnomaly
        #expect(known == AnomalySettings(window: .seconds(86_400), thresholds: SeverityThresholds(medium: -0.05)))
        #expect(try configuration("endpoints:\n" + endpoint).defaultAnomaly == AnomalySettings())
    }

    @Test("an endpoint that says nothing has the defaults")
    func inherited() throws {
        let plain = try configuration(defaults + "  - {name: a, url: \"https://a.example.com\"}").endpoints[0]
        #expect((plain.group, plain.method, plain.interval) == ("core", "HEAD", .seconds(30)))
        #expect(plain.headers.map(\.name) == ["Accept", "Authorization", "X-Team"])
        #expect(plain.conditions.map(\.source) == ["[STATUS] == 200", "[TTFB] < 300"])
        #expect(
            (plain.client.timeout, plain.client.insecure, plain.client.maxBodyBytes) == (.seconds(3), true, 2 << 20))
        #expect(plain.client.authentication == .bearer(Secret("abc")))
        #expect(plain.anomaly.window == .seconds(86_400))
        #expect(plain.anomaly.thresholds == SeverityThresholds(medium: -0.05))
    }

    @Test("sensitivity and mode are taken from the defaults and from the endpoint")
    func sensitivityAndMode() throws {
        let yaml = """
            defaults: {anomaly: {sensitivity: low, mode: observe}}
            endpoints:
              - {name: a, url: "https://a.example.com"}
              - {name: b, url: "https://b.example.com", anomaly: {sensitivity: high, mode: page}}
            """
        let endpoints = try configuration(yaml).endpoints
        #expect(endpoints.map(\.anomaly.sensitivity) == [.low, .high])
        #expect(endpoints.map(\.anomaly.mode) == [.observe, .page])
    }

    @Test("an endpoint's own values win key by key; conditions are replaced")
    func merged() throws {
        let yaml = """
              - name: a
                group: edge
                url: https://a.example.com
                method: POST
                interval: 1m
                headers: {authorization: Basic own, X-Team: ~, X-Own: "1"}
                conditions: ["[STATUS] == 201"]
                client: {timeout: 1s, basic: {username: u, password: p}, proxy-url: ""}
                anomaly: {contamination: 0.05, severity: {critical: -0.3}}
            """
        let own = try configuration(defaults + yaml).endpoints[0]
        #expect((own.group, own.method, own.interval) == ("edge", "POST", .seconds(60)))
        #expect(own.headers.map(\.name) == ["Accept", "authorization", "X-Own"])
        #expect(own.headers.map { $0.value.reveal() } == ["application/json", "Basic own", "1"])
        #expect(own.conditions.map(\.source) == ["[STATUS] == 201"])
        #expect((own.client.timeout, own.client.insecure, own.client.maxBodyBytes) == (.seconds(1), true, 2 << 20))
        #expect(own.client.authentication == .basic(username: "u", password: Secret("p")))
        #expect(own.client.proxyURL == nil)
        #expect((own.anomaly.contamination, own.anomaly.window) == (0.05, .seconds(86_400)))
        #expect(own.anomaly.thresholds == SeverityThresholds(medium: -0.05, high: -0.1, critical: -0.3))
    }

    @Test("an empty list of conditions takes the default ones away")
    func noConditions() throws {
        let yaml = defaults + "  - {name: a, url: \"https://a.example.com\", conditions: []}"
        #expect(try configuration(yaml).endpoints[0].conditions.isEmpty)
    }

    @Test("what is written as null is not written")
    func nulls() throws {
        let yaml = defaults + "  - {name: a, url: \"https://a.example.com\", interval: ~, client: null, headers: }"
        let plain = try configuration(yaml).endpoints[0]
        #expect(plain.interval == .seconds(30))
        #expect(plain.client.timeout == .seconds(3))
        #expect(plain.headers.count == 3)
    }

    @Test("merge keys: own keys win, then the mapping named first; lists of mappings and chains work")
    func mergeKeys() throws {
        let yaml = """
            x-quick: &quick {interval: 1s, group: quick}
            slow: &slow {interval: 1h, group: slow, method: HEAD}
            x-chain: &chain
              <<: *quick
              method: PUT
            endpoints:
              - {name: a, url: "https://a.example.com", <<: [*quick, *slow]}
              - {name: b, url: "https://b.example.com", <<: *slow, interval: 5s}
              - {name: c, url: "https://c.example.com", <<: *chain}
              - {<<: {name: d}, url: "https://d.example.com", headers: &headers {X-A: "1", X-B: "2"}}
              - {name: e, url: "https://e.example.com", headers: {<<: *headers, X-B: "3"}}
              - {name: "<<", "<<": *slow, url: "https://f.example.com"}
            """
        #expect(complaint(yaml).hasPrefix("sonde.yaml:12:18: unknown key '<<'"))
        let lines = yaml.split(separator: "\n").dropLast().joined(separator: "\n")
        let endpoints = try configuration(lines).endpoints
        #expect(endpoints.map(\.name) == ["a", "b", "c", "d", "e"])
        #expect(endpoints.map(\.interval) == [.seconds(1), .seconds(5), .seconds(1), .seconds(15), .seconds(15)])
        #expect(endpoints.map(\.group) == ["quick", "slow", "quick", nil, nil])
        #expect(endpoints.map(\.method) == ["HEAD", "HEAD", "PUT", "GET", "GET"])
        #expect(endpoints[4].headers.map { $0.name + $0.value.reveal() } == ["X-B3", "X-A1"])
    }

    @Test("an alias stands for any value")
    func aliases() throws {
        let yaml = """
            endpoints:
              - {name: a, url: "https://a.example.com", conditions: &c ["[STATUS] == 200"], interval: &i 2s}
              - {name: b, url: "https://b.example.com", conditions: *c, interval: *i}
            """
        let endpoints = try configuration(yaml).endpoints
        #expect(endpoints[0].conditions == endpoints[1].conditions)
        #expect(endpoints[1].interval == .seconds(2))
    }
}
