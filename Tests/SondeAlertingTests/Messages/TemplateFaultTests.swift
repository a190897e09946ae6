import SondeAlerting
import SondeCore
import Testing

@Suite("Messages: templates that do not parse")
struct TemplateFaultTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let template: String
        let words: String
        var testDescription: String { template }
    }

    @Test(
        "are told with what is wrong and where",
        arguments: [
            Fault(
                template: "{{#incidents}}{{endpoint}}",
                words: "Line 1, column 27 of the template: a section is not ended."),
            Fault(
                template: "first\n{{endpoint",
                words: "Line 2, column 11 of the template: a tag is not ended by '}}'."),
            Fault(
                template: "{{#a}}{{/b}}",
                words:
                    "Line 1, column 10 of the template: a section ends under another name than it began with, or none is "
                    + "open."),
            Fault(
                template: "{{a b}}",
                words:
                    "Line 1, column 5 of the template: a tag is empty, or its name holds characters that names do not "
                    + "have."),
        ])
    func faults(_ fault: Fault) throws {
        let text = try #require(throws: ChannelFault.self) {
            try MessageRenderer.check(MessageTemplate(text: fault.template))
        }
        #expect(text.key == "template.text")
        #expect(text.sentence.hasPrefix(fault.words), "\(text.sentence)")
        let title = try #require(throws: ChannelFault.self) {
            try MessageRenderer.check(MessageTemplate(title: fault.template))
        }
        #expect(title.key == "template.title")
    }

    @Test("a title of nothing is told")
    func empty() {
        #expect(
            throws: ChannelFault(
                "template.title", "The template is empty. Write a line, or leave the key out for Sonde's own title.")
        ) {
            try MessageRenderer.check(MessageTemplate(title: " \n"))
        }
    }

    @Test("good ones pass")
    func good() throws {
        try MessageRenderer.check(MessageTemplate())
        try MessageRenderer.check(MessageTemplate(title: "{{title}}", text: "{{#incidents}}{{endpoint}}{{/incidents}}"))
    }

    @Test("one that does not parse gives way to Sonde's own, should it come so far")
    func fallback() {
        let message = MessageRenderer.rendered(AlertSamples.message(), with: MessageTemplate(title: "{{#a}}"))
        #expect(message.title == "Critical: orders is down")
        #expect(!message.isTemplated)
    }
}
