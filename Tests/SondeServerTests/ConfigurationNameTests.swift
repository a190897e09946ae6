import SondeCore
import Testing

@testable import SondeServer

@Suite("Names")
struct ConfigurationNameTests: ReadsConfigurations {
    @Test(
        "may be any text",
        arguments: [
            "plain", "with spaces", "\"double\" and 'single'", "<script>alert(1)</script>", "🚀 Rakete", "日本語",
            "a/b?c#d%20",
            "{{mustache}}", "back\\slash", "'; DROP TABLE api_metrics; --", "..", " padded ", "${not} $filled",
            String(repeating: "é", count: 256), "\u{202E}reversed",
        ])
    func anyText(_ name: String) throws {
        let quoted = "'" + name.replacing("'", with: "''").replacing("$", with: "$$") + "'"
        let yaml =
            "endpoints: [{name: \(quoted), group: \(quoted), url: \"https://a.example.com\"}]\nlocation: \(quoted)"
        let loaded = try configuration(yaml)
        #expect(loaded.endpoints[0].name == name)
        #expect(loaded.endpoints[0].group == name)
        #expect(loaded.location == name)
    }

    @Test(
        "may not be empty, too long or hold control characters",
        arguments: ["", "  ", "a\\nb", "a\\u0000b", "\\e[31m", "a\\u0085b"])
    func noName(_ name: String) {
        #expect(
            complaint("endpoints: [{name: \"\(name)\", url: \"https://a.example.com\"}]").contains("name: the name"))
    }

    @Test("a number and a flag are names too")
    func scalars() throws {
        let yaml =
            "endpoints: [{name: 007, url: \"http://a.example.com\"}, {name: true, url: \"http://b.example.com\"}]"
        #expect(try configuration(yaml).endpoints.map(\.name) == ["007", "true"])
    }

    @Test("shared between groups get their group's name before them")
    func groups() throws {
        let yaml = """
            endpoints:
              - {name: api, group: a, url: "https://a.example.com"}
              - {name: api, group: b, url: "https://b.example.com"}
              - {name: api, url: "https://c.example.com"}
              - {name: web, group: b, url: "https://d.example.com"}
              - {name: off, group: "", url: "https://e.example.com", enabled: false}
            """
        #expect(try configuration(yaml).endpoints.map(\.name) == ["a/api", "b/api", "api", "web", "off"])
    }

    @Test(
        "that cannot be told apart are refused with both lines",
        arguments: [
            ("{name: a}", "{name: a}", "name: the endpoint in line 2 has this name too; rename one of them."),
            (
                "{name: a, group: g}", "{name: a, group: g}",
                "name: the endpoint in line 2 has this name too in the same group; rename one of them."
            ),
        ])
    func twins(_ first: String, _ second: String, _ sentence: String) {
        let lines = [first, second].map { "  - " + $0.dropLast() + ", url: \"https://a.example.com\"}\n" }.joined()
        #expect(complaint("endpoints:\n" + lines) == "sonde.yaml:3:12: " + sentence)
    }

    @Test("group/name may not be another endpoint's name")
    func clash() {
        let yaml = """
            endpoints:
              - {name: x/api, group: x, url: "https://a.example.com"}
              - {name: api, group: x, url: "https://b.example.com"}
              - {name: api, group: y, url: "https://c.example.com"}
            """
        #expect(
            complaint(yaml)
                == "sonde.yaml:3:12: name: as 'x/api' this endpoint is not told apart from the one in line 2; "
                + "rename one of them."
        )
    }
}
