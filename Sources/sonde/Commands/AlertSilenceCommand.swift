import ArgumentParser
import SondeCore

struct AlertSilenceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "silence",
        abstract: "Tell nobody of some APIs for a while, or again and again.",
        discussion: """
            Incidents open and are shown as ever. With --maintenance none opens, and nothing is learned either. In \
            patterns * is any text and ? any character. Times without an offset are UTC.

            EXAMPLES
              sonde alert silence --endpoint orders --for 2h --comment 'New release'
              sonde alert silence --group core --from 2026-12-01T22:00:00Z --until 2026-12-02T04:00:00Z --maintenance
              sonde alert silence --group 'test*' --every sat,sun --start 00:00 --duration 24h
              sonde alert silence --endpoint reports --cron '0 2 1 * *' --duration 3h --timezone Europe/Berlin
            """)

    @Option(help: ArgumentHelp("APIs by name. Repeatable.", valueName: "pattern"))
    var endpoint: [String] = []

    @Option(help: ArgumentHelp("APIs by group. Repeatable.", valueName: "pattern"))
    var group: [String] = []

    @Option(name: .customLong("for"), help: ArgumentHelp("For so long, such as 90m, 2h or 7d.", valueName: "duration"))
    var length: String?

    @Option(help: ArgumentHelp("Until then, such as 2026-12-01T22:00:00Z.", valueName: "time"))
    var until: String?

    @Option(help: ArgumentHelp("From then; now by default.", valueName: "time"))
    var from: String?

    @Option(
        help: ArgumentHelp(
            "Weekly: on these days, such as sat,sun. Repeatable; every day by default.", valueName: "days"))
    var every: [String] = []

    @Option(help: ArgumentHelp("Weekly: from this time of day, such as 23:00.", valueName: "time"))
    var start: String?

    @Option(help: ArgumentHelp("At each of these times: five fields of cron.", valueName: "expression"))
    var cron: String?

    @Option(help: ArgumentHelp("With --start or --cron: how long each time.", valueName: "duration"))
    var duration: String?

    @Option(help: ArgumentHelp("With --start or --cron; UTC by default.", valueName: "name"))
    var timezone: String?

    @Option(help: ArgumentHelp("Why.", valueName: "text"))
    var comment: String?

    @Flag(help: "A maintenance window: no incident opens, and nothing is learned.")
    var maintenance = false

    @OptionGroup var author: AuthorOption
    @OptionGroup var running: RunningSondeOptions

    func validate() throws {
        if endpoint.isEmpty, group.isEmpty {
            throw ValidationError("Name the APIs with --endpoint or --group; --endpoint '*' is all of them.")
        }
        let isWeekly = start != nil || !every.isEmpty
        let kinds = [length != nil, until != nil, isWeekly, cron != nil].count(where: \.self)
        guard kinds == 1 else {
            throw ValidationError(
                "Say when with one of --for, --until, --start (and --every) or --cron\(kinds > 1 ? ", not several" : "")."
            )
        }
        if isWeekly, start == nil { throw ValidationError("--every needs --start, a time of day such as 23:00.") }
        if isWeekly || cron != nil {
            guard duration != nil else { throw ValidationError("--duration is missing: how long it lasts each time.") }
            if from != nil { throw ValidationError("--from goes with --for or --until only.") }
        } else if duration != nil || timezone != nil {
            throw ValidationError("--duration and --timezone go with --start or --cron only.")
        }
    }

    func run() async throws {
        try await running.ask { sonde in
            let silence = try await added(by: sonde)
            for line in AlertLines.made(silence) { Terminal.print(TerminalText.safe(line)) }
            Terminal.print("End it with 'sonde alert unsilence \(TerminalText.safe(silence.id))'.")
        }
    }

    /// What cannot be used is named as the command line calls it.
    private func added(by sonde: RunningSonde) async throws -> RunningSonde.Silence {
        do {
            return try await sonde.add(request)
        } catch CommandFailure.unfitSettings(let sentence) {
            let words = sentence.split(separator: " ", maxSplits: 3)
            guard words.count == 4, words[0] == "The", words[1] == "member" else {
                throw CommandFailure.unfitSettings(sentence)
            }
            let options = ["endpoints": "endpoint", "groups": "group", "duration": length == nil ? "duration" : "for"]
            throw CommandFailure.unfitSettings("--\(options[String(words[2])] ?? String(words[2])) \(words[3])")
        }
    }

    /// What `/api/v1/silences` takes; it names what cannot be used.
    private var request: Request {
        Request(
            purpose: maintenance ? "maintenance" : "silence", endpoints: endpoint, groups: group, from: from,
            until: until, duration: length ?? duration, every: every, start: start, cron: cron, timezone: timezone,
            comment: comment, by: author.name)
    }

    private struct Request: Encodable {
        var purpose: String
        var endpoints: [String]
        var groups: [String]
        var from: String?
        var until: String?
        var duration: String?
        var every: [String]
        var start: String?
        var cron: String?
        var timezone: String?
        var comment: String?
        var by: String
    }
}
