import Mustache
package import SondeCore

/// Makes the texts of messages: from Sonde's own templates, or from a person's. Pure.
package enum MessageRenderer {
    /// Longer titles are cut.
    static let mostTitle = 200

    /// The message with its title and its text.
    ///
    /// A title is one line of at most 200 characters. A template that does not parse, which `check` would have told, gives
    /// way to Sonde's own.
    package static func rendered(_ message: AlertMessage, with template: MessageTemplate?) -> AlertMessage {
        var message = message
        var values = MessageVariables(message).values
        let own = (title: template?.title.flatMap(parsed), text: template?.text.flatMap(parsed))
        message.title = line((own.title ?? Self.title).render(values))
        // A person's title says what began as if it were so now.
        if own.title != nil, message.overSince != nil { message.title = line("Over by now: \(message.title)") }
        if message.title.isEmpty { message.title = line(MessageWords.headline(of: message)) }
        values["title"] = message.title
        message.text = tidied((own.text ?? Self.text).render(values))
        message.isTemplated = own.title != nil || own.text != nil
        return message
    }

    /// Whether a person's template can be used.
    ///
    /// - Throws: A fault at `template.title` or `template.text` with what Mustache says, and the line and the column in
    ///   the template.
    package static func check(_ template: MessageTemplate) throws(ChannelFault) {
        try check(template.title, key: "template.title")
        try check(template.text, key: "template.text")
    }

    private static func check(_ template: String?, key: String) throws(ChannelFault) {
        guard let template else { return }
        do {
            _ = try MustacheTemplate(string: template)
        } catch {
            throw ChannelFault(key, TemplateFault.sentence(of: error))
        }
        if key == "template.title", line(template).isEmpty {
            throw ChannelFault(key, "The template is empty. Write a line, or leave the key out for Sonde's own title.")
        }
    }

    /// Names in a person's template that no message gives a value: a mistake in writing, of which a person is to be warned.
    ///
    /// - Parameter template: One that `check` finds no fault with.
    package static func unknownVariables(in template: MessageTemplate) -> [UnknownVariable] {
        let names = MessageVariables.names
        // The title is made before the text, which alone may name it.
        let ofTitle = names.common.subtracting(["title"])
        return [(template.title, ofTitle), (template.text, names.common)].flatMap { text, common in
            text.map { TemplateVariables($0, common: common, lists: names.lists).unknown } ?? []
        }
    }

    /// Plain text: nothing is escaped.
    private static func parsed(_ template: String) -> MustacheTemplate? {
        try? MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}\n" + template)
    }

    /// One line without control characters, cut where it is too long.
    static func line(_ text: String) -> String {
        let words = TerminalText.safe(text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.count <= mostTitle ? words : words.prefix(mostTitle - 1) + "…"
    }

    /// Lines without control characters, at most one empty one in a row, none at either end.
    private static func tidied(_ text: String) -> String {
        var lines: [String] = []
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            var line = TerminalText.safe(String(line))
            while line.last?.isWhitespace == true { line.removeLast() }
            if !line.isEmpty || lines.last?.isEmpty == false { lines.append(line) }
        }
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    private static func own(_ template: String) -> MustacheTemplate {
        guard let template = parsed(template) else {
            fatalError("A template of Sonde's own does not parse.")  // A constant, which a person's template is not.
        }
        return template
    }

    private static let title = own(OwnTemplates.title)
    private static let text = own(OwnTemplates.text)
}
