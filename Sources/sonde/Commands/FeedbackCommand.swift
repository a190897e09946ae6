import ArgumentParser
import SondeCore
import SondeServer

struct FeedbackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feedback",
        abstract: "Tell a running Sonde that an incident was no fault.",
        discussion: """
            From then on the like of it is told only once it is clearly worse: farther off, in more of the probes, or \
            for far longer. Failures are told after ten minutes at the latest. An incident that is open is over. Without INCIDENT, the \
            latest ten are listed.

            EXAMPLES
              sonde feedback
              sonde feedback hoerv142qt-1x2f8q0z9k3ab
              sonde feedback hoerv142qt-1x2f8q0z9k3ab --it-was-one
            """)

    @Argument(help: "The incident's id, as 'sonde feedback' lists it.")
    var incident: String?

    @Flag(help: "It was a fault after all: what was said before is taken back.")
    var itWasOne = false

    @OptionGroup var configurationFile: ConfigurationOption

    @Option(help: ArgumentHelp("Of the running Sonde; by default that of web.listen.", valueName: "address"))
    var url: String?

    func validate() throws {
        if itWasOne, incident == nil { throw ValidationError("--it-was-one needs the id of an incident.") }
        if let incident, !incident.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }) {
            throw ValidationError("'\(incident)' is no id of an incident; 'sonde feedback' lists them.")
        }
        if let url, !url.hasPrefix("http://"), !url.hasPrefix("https://") {
            throw ValidationError("--url takes an address such as http://127.0.0.1:8080.")
        }
    }

    func run() async throws {
        do {
            let sonde = try url.map(RunningSonde.init(address:)) ?? RunningSonde(configurationFile.load().web)
            defer { sonde.stop() }
            if let incident {
                Terminal.print(Self.text(of: try await sonde.say(isFault: itWasOne, of: incident)))
            } else {
                let incidents = try await sonde.incidents(limit: 10)
                if incidents.isEmpty { Terminal.print("No incident in the last 30 days.") }
                for incident in incidents { Terminal.print(Self.line(of: incident)) }
            }
        } catch let failure as CommandFailure {
            Terminal.printError(failure.sentence)
            throw failure.exitCode
        }
    }

    private static func text(of incident: RunningSonde.Incident) -> String {
        let name = TerminalText.safe(incident.apiName)
        guard let toldAgain = incident.toldAgain else {
            return "The incident of \(name) of \(incident.openedAt) counts as a fault again."
        }
        return "The incident of \(name) of \(incident.openedAt) was no fault: the like of it is \(toldAgain)."
    }

    private static func line(of incident: RunningSonde.Incident) -> String {
        let state = incident.excusedAt != nil ? "no fault" : incident.open ? "open" : "over"
        return TerminalText.safe(
            "\(incident.id)  \(incident.openedAt)  \(state)  \(incident.severity)  \(incident.apiName): "
                + incident.reason)
    }
}
