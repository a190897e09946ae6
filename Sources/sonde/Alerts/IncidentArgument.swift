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

    /// In a container there is no login name; which one it was is known all the same.
    var name: String {
        let login = ProcessInfo.processInfo.environment["USER"] ?? ""
        if let name = [by, login].compactMap(\.self).first(where: { !$0.allSatisfy(\.isWhitespace) }) { return name }
        return "somebody on \(Self.host)"
    }

    private static var host: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "another machine" }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
