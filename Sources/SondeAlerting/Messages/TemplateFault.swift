import Mustache

/// Why a template does not parse, in a person's words.
enum TemplateFault {
    static func sentence(of error: any Error) -> String {
        guard let error = error as? MustacheTemplate.ParserError else {
            return "The template does not parse: \(error)."
        }
        let place = "Line \(error.context.lineNumber), column \(error.context.columnNumber)"
        return "\(place) of the template: \(words(error.error)). Mustache has {{name}}, {{#name}}...{{/name}} and "
            + "{{^name}}...{{/name}}."
    }

    private static func words(_ error: any Error) -> String {
        switch error as? MustacheTemplate.Error {
        case .sectionCloseNameIncorrect: "a section ends under another name than it began with, or none is open"
        case .unfinishedName:
            "a tag is empty, or its name holds characters that names do not have"
        case .expectedSectionEnd: "a section is not ended"
        case .invalidSetDelimiter: "a change of the delimiters is not of the form {{=<% %>=}}"
        case .transformAppliedToInheritanceSection: "a block of a parent template takes no transform"
        case .illegalTokenInsideInheritSection: "a parent template takes nothing but blocks"
        case .textInsideInheritSection: "there is text within a parent template, outside of its blocks"
        case .invalidConfigVariableSyntax: "a pragma is not of the form {{% NAME:VALUE}}"
        case .unrecognisedConfigVariable: "a pragma is not known"
        case nil: "a tag is not ended by '}}'"
        }
    }
}
