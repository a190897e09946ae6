import ArgumentParser
import Foundation

/// The id of an incident, and who speaks: shared by the commands about one incident.
struct IncidentArgument: ParsableArguments {
    @Argument(help: "The incident's id, as 'sonde alert list' shows it.")
    var incident: String

    @OptionGroup var author: AuthorOption

    func validate() throws {
        guard !incident.isEmpty, incident.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }) else {
            throw ValidationError("'\(incident)' is no id of an incident; 'sonde alert list' shows them.")
        }
    }
}

/// Who speaks.
struct AuthorOption: ParsableArguments {
    @Option(help: ArgumentHelp("Who you are; your login name by default.", valueName: "name"))
    var by: String?

    var name: String { by ?? ProcessInfo.processInfo.environment["USER"] ?? "" }
}
