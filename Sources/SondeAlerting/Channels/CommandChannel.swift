import Foundation
package import SondeCore

/// A program of this machine, started for each message: never through a shell, with the message as JSON on its standard
/// input and in a few variables of its environment.
package struct CommandChannel: ChannelType {
    package static let type = "command"
    package static let messagesPerMinute = 60
    package static let keys = [
        ChannelKey("program", .file, isRequired: true, "The program's file."),
        ChannelKey("arguments", .arguments, "Its arguments, as they are: no shell reads them."),
        ChannelKey("environment", .headers, "Variables that it gets beside PATH, HOME, LANG and Sonde's own."),
        ChannelKey("timeout", .duration(.seconds(1)...(.seconds(60))), "How long it may run, 30s unless given."),
    ]

    /// Of sysexits.h: the program asks to be started again later.
    private static let temporaryFailure: Int32 = 75

    private let program: String
    private let arguments: [String]
    private let environment: [Endpoint.Header]
    private let timeout: Duration
    private let redaction: Redaction

    package init(_ options: ChannelOptions) throws(ChannelFault) {
        guard let program = options.text("program") else { throw ChannelFault("program", "is missing.") }
        guard FileManager.default.isExecutableFile(atPath: program) else {
            throw ChannelFault("program", "names no program that can be run; check it, and give it chmod +x.")
        }
        self.program = program
        arguments = options.texts("arguments")
        environment = options.headers("environment")
        timeout = options.duration("timeout") ?? .seconds(30)
        redaction = Redaction(options.secrets)
        for variable in environment { try Self.check(variable.name) }
        guard !arguments.contains(where: { $0.contains("\0") }) else {
            throw ChannelFault("arguments", "hold a zero byte, which no program can be given.")
        }
    }

    private static func check(_ name: String) throws(ChannelFault) {
        guard name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil else {
            throw ChannelFault("environment", "'\(name)' is no name of a variable: letters, digits and '_' are.")
        }
        guard !name.hasPrefix("SONDE_") else {
            throw ChannelFault("environment", "'\(name)' begins as Sonde's own variables do; choose another name.")
        }
    }

    package func send(_ message: AlertMessage, through http: any HTTPClient) async throws(DeliveryFault) -> String? {
        let run = CommandRun(
            command: [program] + arguments, environment: variables(message),
            input: AlertDocument.value(of: message).bytes + Array("\n".utf8), timeout: timeout)
        let end: CommandRun.End
        do {
            end = try await run.end()
        } catch {
            throw DeliveryFault(
                "command \(program) could not be started: \(error.words).", isPermanent: error.isPermanent)
        }
        if let fault = fault(of: end) { throw fault }
        return nil
    }

    private func fault(of end: CommandRun.End) -> DeliveryFault? {
        switch end.reason {
        case .exited(0): nil
        case .exited(let code):
            DeliveryFault(
                "command \(program) ended with code \(code)\(words(end))", isPermanent: code != Self.temporaryFailure)
        case .signalled(let number): DeliveryFault("command \(program) was ended by signal \(number)\(words(end))")
        case .timedOut: DeliveryFault("command \(program) ran longer than \(timeout.text) and was ended\(words(end))")
        case .cancelled: DeliveryFault("command \(program) was ended because Sonde is stopping.")
        }
    }

    /// The first line of its standard error, without secrets.
    private func words(_ end: CommandRun.End) -> String {
        let line = end.errors.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        let words = TerminalText.safe(redaction.clean(line)).split(separator: " ").joined(separator: " ")
        return words.isEmpty ? "." : ": " + words.limited(to: AnswerJudgement.wordLimit)
    }

    /// Nothing of Sonde's own environment but what every program needs: it holds secrets.
    private func variables(_ message: AlertMessage) -> [String: String] {
        let own = ProcessInfo.processInfo.environment
        var variables = own.filter { ["PATH", "HOME", "LANG"].contains($0.key) }
        // The reason to reveal: the program is to know them.
        for variable in environment { variables[variable.name] = variable.value.reveal() }
        let first = message.incidents[0]
        let said = [
            "SONDE_KEY": message.key, "SONDE_EVENT": message.event.rawValue,
            "SONDE_SEVERITY": message.severity.description, "SONDE_TITLE": message.title,
            "SONDE_THREAD": message.thread, "SONDE_ENDPOINT": first.incident.endpoint,
            "SONDE_GROUP": first.group ?? "", "SONDE_LINK": message.link ?? "",
        ]
        // A variable ends at a zero byte, and has 128 KiB at most.
        for (name, value) in said { variables[name] = value.replacing("\0", with: " ").limited(to: 10_000) }
        return variables
    }
}
