import SondeCore
import Testing

@testable import SondeServer

@Suite("Broken configurations")
struct ConfigurationBrokenTests: ReadsConfigurations {
    @Test("says exactly what the fixture expects", arguments: ConfigurationFixtures.broken)
    func message(_ name: String) throws {
        let folder = ConfigurationFixtures.folder + "/broken"
        let yaml = try ConfigurationFixtures.text("broken/\(name).yaml")
        let expected = try ConfigurationFixtures.text("broken/\(name).expected")
        let error = try #require(throws: ConfigurationError.self) {
            try SondeConfiguration.parse(
                yaml, fileName: "\(name).yaml", environment: ["SECRET": "hunter2"], baseDirectory: folder)
        }
        #expect(error.description.replacing(folder + "/", with: "") + "\n" == expected)
        #expect(!"\(error)".contains("hunter2"))
        #expect(error.problems.allSatisfy { !$0.sentence.contains("\n") && !$0.sentence.isEmpty })
    }

    @Test("there are enough of them to mean something")
    func count() {
        #expect(ConfigurationFixtures.broken.count >= 28)
    }

    @Test("at most twenty problems are told, in the order of the file, and each once")
    func limit() throws {
        let error = try #require(throws: ConfigurationError.self) {
            try configuration("endpoints:\n" + String(repeating: "  - {}\n", count: 90))
        }
        #expect(error.problems.count == ConfigurationError.limit)
        #expect(error.omitted == 160)
        #expect(error.problems.compactMap(\.line) == (2...11).flatMap { [$0, $0] })
        #expect(error.problems.first?.column == 5)
        #expect(error.description.hasSuffix("\nand 160 more."))
    }

    @Test("a problem in a shared mapping is told once")
    func shared() {
        let yaml = """
            common: &common {interval: 15}
            endpoints:
              - {name: a, url: "https://a.example.com", <<: *common}
              - {name: b, url: "https://b.example.com", <<: *common}
            """
        #expect(complaint(yaml) == "sonde.yaml:1:28: interval: '15' has no unit; write 15s.")
    }

    @Test(
        "YAML that is wrong in its own ways is one sentence with its place",
        arguments: [
            ("a: \u{1}", "sonde.yaml:1:4: this is not valid YAML: a control character stands here; remove it."),
            ("endpoints: [\n", "sonde.yaml:2:1: a value is missing here;"),
            ("a: @b", "sonde.yaml:1:4: a value may not begin with this character; put it in quotes."),
            ("a: 'x\n", "sonde.yaml:1:4: the quote that begins here is not closed."),
            ("{a: 1, a: 2}", "sonde.yaml:1:2: the key 'a' stands twice in one mapping; leave one of them out."),
            (
                "a: 1\n\"b\": 2\n'b': 3",
                "sonde.yaml:3:1: the key 'b' stands twice (first in line 2); leave one of them out."
            ),
            ("password: *hunter2", "sonde.yaml:1:11: this alias names nothing above it;"),
            ("password: %hunter2", "sonde.yaml:1:11: a value may not begin with this character; put it in quotes."),
            ("password: hunter2: x", "sonde.yaml:1:18: a ':' may not stand here;"),
            ("endpoints:\n- hunter2\nhunter2", "sonde.yaml:3:1: this is neither 'key: value' nor part of"),
            (
                "endpoints: [{name: a, url: \"http://a\"}]\n? [a]\n: b",
                "sonde.yaml:2:3: a key must be text; put quotes around it."
            ),
            ("text", "sonde.yaml:1:1: the configuration is a mapping"),
            ("~", "sonde.yaml: the configuration is empty;"),
        ])
    func syntax(_ yaml: String, _ beginning: String) {
        let message = complaint(yaml)
        #expect(message.hasPrefix(beginning), "\(message)")
        #expect(!message.contains("hunter2"))
    }

    @Test("nesting has an end")
    func nesting() {
        for opening in ["[", "{a: "] {
            let message = complaint(String(repeating: opening, count: 3_000))
            #expect(message.hasSuffix(": this is nested too deeply."), "\(message)")
        }
    }

    @Test("mappings that merge each other do not grow without bound")
    func bomb() {
        var yaml = "x-0: &a0 {k0: 0}\n"
        for level in 1...12 {
            let merges = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            yaml += "x-\(level): &a\(level) {k\(level): 0, <<: [\(merges)]}\n"
        }
        yaml += "endpoints: [{name: a, url: \"https://a.example.com\", <<: *a12}]\n"
        #expect(complaint(yaml).contains("grow without bound"))
    }
}
