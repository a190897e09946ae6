import Foundation
import SondeAlerting
import Testing

@testable import SondeServer

@Suite("What the reference and the schema say of channels")
struct ConfigurationReferenceTests {
    private static let (begin, end) = ("<!-- channel types -->\n", "\n<!-- end of channel types -->")
    private static let schemaFile = ConfigurationFixtures.repository + "/docs/sonde.schema.json"
    private static let referenceFile = ConfigurationFixtures.repository + "/docs/configuration.md"

    init() throws {
        guard ProcessInfo.processInfo.environment["SONDE_WRITE_REFERENCE"] != nil else { return }
        let schema = try String(contentsOfFile: Self.schemaFile, encoding: .utf8)
        let isWritten = schema.contains(ConfigurationReference.firstLines)
        let start = schema.range(
            of: isWritten ? ConfigurationReference.firstLines : "\n  }\n}\n", options: .backwards)
        let head = schema[..<(try #require(start).lowerBound)]
        let text = head + ",\n" + ConfigurationReference.schema + "\n  }\n}\n"
        try String(text).write(toFile: Self.schemaFile, atomically: true, encoding: .utf8)
        var reference = try String(contentsOfFile: Self.referenceFile, encoding: .utf8)
        let (begin, end) = (reference.range(of: Self.begin), reference.range(of: Self.end))
        reference.replaceSubrange(
            try #require(begin).upperBound..<(try #require(end).lowerBound),
            with: "\n" + ConfigurationReference.tables + "\n")
        try reference.write(toFile: Self.referenceFile, atomically: true, encoding: .utf8)
    }

    @Test("the schema has the keys of every type of channel, word for word")
    func schema() throws {
        let schema = try String(contentsOfFile: Self.schemaFile, encoding: .utf8)
        #expect(schema.hasSuffix(",\n" + ConfigurationReference.schema + "\n  }\n}\n"))
    }

    @Test("the reference has the keys of every type of channel, word for word")
    func tables() throws {
        let reference = try String(contentsOfFile: Self.referenceFile, encoding: .utf8)
        #expect(reference.contains(Self.begin + "\n" + ConfigurationReference.tables + "\n" + Self.end))
    }

    @Test("there is a table for every type that the issue names")
    func types() {
        let types = Set(channelTypes.map { $0.type })
        for type in [
            "alertmanager", "command", "custom", "discord", "email", "ntfy", "opsgenie", "pagerduty", "slack", "teams",
            "telegram", "webhook",
        ] {
            #expect(types.contains(type), "\(type)")
        }
    }
}
