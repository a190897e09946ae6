import SondeAlerting
import Testing

@testable import SondeServer

@Suite("Names in templates that mean nothing there")
struct ConfigurationTemplateTests: ReadsConfigurations {
    private func notes(_ template: String, environment: [String: String] = [:]) throws -> [String] {
        let yaml = "alerting:\n  ntfy:\n    topic: a\n    template:\n\(template)\n"
        return try configuration(yaml + oneEndpoint("alerts: [{type: ntfy}]"), environment: environment)
            .notes.map(\.description)
    }

    @Test("each is noted where it stands, however the text is written")
    func places() throws {
        let template = """
                  title: "{{severity}} \\u00e9 {{tilte}}"
                  text: |
                    {{title}}
                    {{#incidents}}é {{reason}} {{endpiont}}{{/incidents}}
            """
        let notes = try notes(template)
        #expect(notes.count == 2)
        #expect(
            notes.first?.hasPrefix("sonde.yaml:5:35: alerting.ntfy.template.title: there is no variable 'tilte'")
                == true)
        #expect(
            notes.last?.hasPrefix("sonde.yaml:8:36: alerting.ntfy.template.text: there is no variable 'endpiont'")
                == true,
            "\(notes)")
    }

    @Test("nothing is noted of a template whose names all mean something")
    func fine() throws {
        #expect(
            try notes("      {title: \"{{severity}}\", text: \"{{title}} {{#incidents}}{{reason}}{{/incidents}}\"}")
                .isEmpty)
    }

    @Test("what the environment filled in is not shown")
    func variable() throws {
        let notes = try notes("      {text: \"${TEXT}\"}", environment: ["TEXT": "{{hunter2}}"])
        #expect(notes.count == 1)
        #expect(notes.allSatisfy { $0.hasPrefix("sonde.yaml:5:") && !$0.contains("hunter2") }, "\(notes)")
    }
}
