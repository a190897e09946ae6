import SondeCore

/// What a request says of a new silence or maintenance window; docs/api.md describes it.
extension Silence {
    /// - Throws: `WebError.badParameter`, which names what cannot be used.
    init(_ fields: Fields, from asker: Asker, now: Timestamp) throws {
        try fields.allow(
            "purpose", "endpoints", "groups", "from", "until", "duration", "every", "start", "cron", "timezone",
            "comment", "by")
        let purpose = try fields.line("purpose", longest: 20) ?? Purpose.silence.rawValue
        guard let purpose = Purpose(rawValue: purpose) else {
            throw fields.fault("purpose", "must be \(Purpose.allCases.map(\.rawValue).spoken("or")).")
        }
        self.init(
            id: Self.newIdentifier(at: now), purpose: purpose, matcher: try EndpointMatcher(fields),
            schedule: try Schedule(fields, now: now), comment: try fields.line("comment", longest: 500) ?? "",
            author: try fields.author(asker), createdAt: now)
    }

    /// One that nobody guesses and no other has.
    static func newIdentifier(at now: Timestamp) -> String {
        var random = SystemRandomNumberGenerator()
        return String(now.microseconds, radix: 36) + "-" + String(random.next() as UInt64, radix: 36)
    }

    /// Whether it stands in the configuration and cannot be ended by a person.
    var isConfigured: Bool { author.isEmpty }
}

extension EndpointMatcher {
    init(_ fields: Fields) throws {
        self.init(names: try Self.patterns("endpoints", fields), groups: try Self.patterns("groups", fields))
        guard !names.isEmpty || !groups.isEmpty else {
            throw fields.fault("endpoints", #"is missing: name the APIs that are meant, or their groups; "*" is all."#)
        }
    }

    private static func patterns(_ name: String, _ fields: Fields) throws -> [String] {
        let patterns = try fields.lines(name, longest: 200, most: 1000)
        guard let malformed = patterns.first(where: { !isPattern($0) }) else { return patterns }
        throw fields.fault(name, #"holds the malformed pattern "\#(malformed)"; write \[ for the character [ itself."#)
    }
}

extension Silence.Schedule {
    init(_ fields: Fields, now: Timestamp) throws {
        if fields.has("cron") {
            self = try Self.cron(fields)
        } else if fields.has("start") || fields.has("every") {
            self = try Self.weekly(fields)
        } else {
            self = try Self.once(fields, now: now)
        }
    }

    private static func once(_ fields: Fields, now: Timestamp) throws -> Self {
        if fields.has("timezone") { throw fields.fault("timezone", "goes with start or cron only.") }
        let from = try fields.time("from")
        guard fields.has("until") else {
            let duration = try fields.duration("duration", in: .seconds(1)...longest)
            return .once(from: from ?? now, until: duration.map { (from ?? now).advanced(by: $0) })
        }
        try fields.refuse("duration", with: "until")
        guard let until = try fields.time("until"), until > now else {
            throw fields.fault("until", "is in the past.")
        }
        guard until > from ?? now else { throw fields.fault("until", "must be later than from.") }
        return .once(from: from ?? now, until: until)
    }

    private static func weekly(_ fields: Fields) throws -> Self {
        try fields.refuse("from", "until", with: fields.has("start") ? "start" : "every")
        guard let text = try fields.line("start", longest: 10), let start = WeekdayText.minutes(of: text), start < 1440
        else {
            throw fields.fault("start", "must be a time of day such as 23:00.")
        }
        guard let duration = try fields.duration("duration", in: .zero...longest) else {
            throw fields.fault("duration", "is missing: write how long it lasts, such as 2h.")
        }
        let (days, zone) = (try days(fields), try timeZone(fields))
        return try window(fields) { () throws(WindowFault) in
            try .everyWeek(days: days, start: start, duration: duration, timeZone: zone)
        }
    }

    private static func cron(_ fields: Fields) throws -> Self {
        try fields.refuse("from", "until", "every", "start", with: "cron")
        let expression: CronExpression
        do {
            let text = try fields.line("cron", longest: 200) ?? ""
            expression = try CronExpression(text, timeZone: try timeZone(fields))
        } catch let fault as CronFault {
            throw fields.fault("cron", "cannot be used: \(fault).")
        }
        guard expression.everComes else { throw fields.fault("cron", "names a day that never comes.") }
        guard let duration = try fields.duration("duration", in: .zero...longest) else {
            throw fields.fault("duration", "is missing: write how long each time lasts, such as 2h.")
        }
        return try window(fields) { () throws(WindowFault) in try .eachTime(of: expression, duration: duration) }
    }

    /// What `make` makes, or why its duration cannot be.
    private static func window(_ fields: Fields, _ make: () throws(WindowFault) -> Self) throws -> Self {
        do throws(WindowFault) {
            return try make()
        } catch {
            throw fields.fault("duration", error.sentence)
        }
    }

    /// Ten years.
    private static let longest = Duration.seconds(315_360_000)

    /// Every day unless some are named, in English, in full or with three letters.
    private static func days(_ fields: Fields) throws -> Set<Int> {
        let words = try fields.lines("every", longest: 100, most: 7)
            .flatMap { $0.split { $0 == "," || $0.isWhitespace } }
        guard !words.isEmpty else { return Set(0...6) }
        return Set(
            try words.map { word in
                guard let day = WeekdayText.day(named: word) else {
                    throw fields.fault("every", #"names no day of the week: "\#(word)"."#)
                }
                return day
            })
    }

    private static func timeZone(_ fields: Fields) throws -> String {
        guard let name = try fields.line("timezone", longest: 60) else { return "UTC" }
        guard TimeZoneName.isKnown(name) else {
            throw fields.fault(
                "timezone", #"names no time zone that is known: "\#(name)"; write such as Europe/Berlin."#)
        }
        return name
    }
}
