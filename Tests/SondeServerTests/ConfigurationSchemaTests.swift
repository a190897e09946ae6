import Foundation
import SondeCore
import Testing

@testable import SondeServer

@Suite("The reference and the schema")
struct ConfigurationSchemaTests: ReadsConfigurations {
    private let schema: [String: Any]
    private let reference: String

    init() throws {
        let docs = ConfigurationFixtures.repository + "/docs/"
        let data = try Data(contentsOf: URL(fileURLWithPath: docs + "sonde.schema.json"))
        schema = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        reference = try String(contentsOfFile: docs + "configuration.md", encoding: .utf8)
    }

    private func mapping(_ name: String) throws -> [String: Any] {
        if name.isEmpty { return schema }
        let definitions = try #require(schema["$defs"] as? [String: Any])
        return try #require(definitions[name] as? [String: Any], "\(name)")
    }

    @Test(
        "the schema knows exactly the keys that the decoder accepts", arguments: SondeConfiguration.keys.keys.sorted())
    func keys(_ name: String) throws {
        let mapping = try mapping(name)
        let properties = try #require(mapping["properties"] as? [String: Any])
        #expect(properties.keys.sorted() == SondeConfiguration.keys[name]?.sorted())
        #expect(mapping["additionalProperties"] as? Bool == false)
        for (key, value) in properties {
            let property = try #require(value as? [String: Any])
            #expect(property["description"] is String, "\(name).\(key) has no description")
        }
    }

    @Test("docs/configuration.md names every key", arguments: SondeConfiguration.keys.keys.sorted())
    func documented(_ name: String) {
        for key in SondeConfiguration.keys[name] ?? [] {
            #expect(reference.contains("`\(key)`") || reference.contains("`\(name).\(key)`"), "\(name).\(key)")
        }
    }

    @Test("the examples of docs/configuration.md load")
    func examples() {
        let blocks = reference.split(separator: "```").filter { $0.hasPrefix("yaml\n") }.map { String($0.dropFirst(5)) }
        #expect(blocks.count >= 8)
        let environment = Dictionary(
            uniqueKeysWithValues: ["ORDERS_TOKEN", "SEARCH_KEY", "PROXY_PASSWORD", "MAIL_PASSWORD", "BOSS_TOPIC"].map {
                ($0, "x")
            }
                + [
                    ("SLACK_URL", "https://hooks.slack.com/x"), ("PD_KEY", String(repeating: "0", count: 32)),
                    ("BACKUP_TOKEN", "0123456789abcdef"),
                ])
        for block in blocks where block.split(separator: "\n").contains(where: { !$0.hasPrefix("#") }) {
            let isWhole = ("\n" + block).contains("\nendpoints:")
            let isTopLevel = ["defaults:", "alerting:", "maintenance:", "connectivity:", "store:", "web:"].contains {
                block.hasPrefix($0)
            }
            let yaml = isWhole ? block : isTopLevel ? oneEndpoint("") + "\n" + block : oneEndpoint(block)
            // The files that the examples name exist on nobody's machine.
            let problems = complaint(yaml, environment: environment).split(separator: "\n")
            #expect(problems.allSatisfy { $0.hasSuffix(" does not exist.") }, "\(problems)\n\(block)")
        }
    }

    @Test("the schema has no other mapping with keys of its own")
    func definitions() throws {
        let definitions = try #require(schema["$defs"] as? [String: [String: Any]])
        let closed = definitions.filter { $0.value["additionalProperties"] as? Bool == false }.keys
        #expect(Set(closed).union([""]) == Set(SondeConfiguration.keys.keys))
    }

    @Test(
        "the schema puts each mapping where the decoder reads it",
        arguments: [
            ("", "defaults"), ("", "store"), ("", "web"), ("defaults", "client"), ("defaults", "anomaly"),
            ("endpoint", "client"), ("endpoint", "anomaly"), ("client", "tls"), ("client", "basic"),
            ("client", "bearer"),
            ("client", "oauth2"), ("anomaly", "severity"), ("store", "spool"), ("", "alerting"), ("", "connectivity"),
            ("endpoint", "incidents"), ("defaults", "incidents"), ("connectivity", "checker"),
            ("alerting", "heartbeat"),
        ])
    func places(_ owner: String, _ key: String) throws {
        let properties = try #require(try mapping(owner)["properties"] as? [String: [String: Any]])
        #expect(properties[key]?["$ref"] as? String == "#/$defs/\(key)")
    }

    @Test("the schema is of draft 2020-12, needs endpoints and lets x- keys pass")
    func root() throws {
        #expect(schema["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
        let needed = (schema["anyOf"] as? [[String: [String]]])?.compactMap { $0["required"]?.first }
        #expect(needed == ["endpoints", "external-endpoints"])
        #expect((schema["patternProperties"] as? [String: Any])?.keys.sorted() == ["^x-"])
        let endpoints = (schema["properties"] as? [String: [String: Any]])?["endpoints"]
        #expect((endpoints?["items"] as? [String: Any])?["$ref"] as? String == "#/$defs/endpoint")
    }
}
