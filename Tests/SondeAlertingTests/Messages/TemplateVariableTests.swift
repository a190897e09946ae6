import SondeAlerting
import SondeCore
import Testing

@Suite("Messages: names in templates that mean nothing")
struct TemplateVariableTests {
    private func found(_ text: String) -> [String] {
        MessageRenderer.unknownVariables(in: MessageTemplate(text: text)).map { "\($0.name) \($0.line):\($0.column)" }
    }

    @Test("are found with line and column, whatever kind of tag names them")
    func places() {
        #expect(found("{{endpont}}") == ["endpont 1:1"])
        #expect(found("{{endpoint}}\n  {{{ nope }}} {{& other}}") == ["nope 2:3", "other 2:16"])
        #expect(found("{{#is_over}}a{{/is_over}}\n{{^down}}b{{/down}}") == ["is_over 1:1", "down 2:1"])
        #expect(found("{{uppercased(sevrity)}}") == ["sevrity 1:1"])
    }

    @Test("what is known, is left alone")
    func known() {
        #expect(found("{{title}} {{severity}} {{uppercased(endpoint)}} {{#reasons}}<{{.}}>{{/reasons}}").isEmpty)
        #expect(found("{{! nothing }}{{over_since}}{{#incidents}}{{endpoint}}: {{reason}}{{/incidents}}").isEmpty)
        #expect(
            found("{{#members}}{{name}} {{state}} of {{endpoint}}{{/members}}{{#health}}{{median}}{{/health}}").isEmpty)
    }

    @Test("what a list alone knows is unknown outside of it")
    func lists() {
        #expect(found("{{name}}{{#health}}{{name}}{{/health}}{{name}}") == ["name 1:1", "name 1:39"])
        #expect(found("{{#members}}{{median}}{{/members}}") == ["median 1:13"])
    }

    @Test("the title of a message is known to its text alone")
    func title() {
        let template = MessageTemplate(title: "{{title}}", text: "{{title}}")
        #expect(MessageRenderer.unknownVariables(in: template).map(\.name) == ["title"])
    }

    @Test("whoever changes the delimiters is left alone from there on")
    func delimiters() {
        #expect(found("{{one}}{{=<% %>=}}{{two}}<%three%>") == ["one 1:1"])
    }

    @Test("the sentence says where, what, and what there is")
    func sentence() throws {
        let unknown = try #require(MessageRenderer.unknownVariables(in: MessageTemplate(title: "{{endpont}}")).first)
        #expect(
            unknown.sentence.hasPrefix(
                "Line 1, column 1 of the template: there is no variable 'endpont', so that its place stays empty. "
                    + "Known are acknowledged_at, acknowledged_by, "))
        #expect(unknown.known.contains("endpoint"))
    }

    @Test("what stands in the documentation of all kinds is known")
    func all() {
        let values = "{{headline}}{{event}}{{is_digest}}{{time}}{{count}}{{other_names}}{{key}}{{link}}{{names_count}}"
        #expect(found(values).isEmpty)
    }
}
