/// The five fields of cron: minute, hour, day of the month, month, day of the week; with `*`, lists, ranges, steps and
/// English names, as crontab(5) has them. Where both days are limited, either may fit.
package struct CronExpression: Sendable, Hashable, Codable {
    /// As written.
    package let text: String
    /// An IANA name such as `Europe/Berlin`.
    package let timeZone: String
    package let minutes: Set<Int>
    package let hours: Set<Int>
    package let daysOfMonth: Set<Int>
    package let months: Set<Int>
    /// 0 is Sunday, as in crontab(5).
    package let daysOfWeek: Set<Int>
    /// Whether both kinds of days are limited, so that either may fit.
    package let fitsEitherDay: Bool

    /// - Throws: `CronFault` with a sentence.
    package init(_ text: String, timeZone: String = "UTC") throws(CronFault) {
        let fields = text.split(whereSeparator: \.isWhitespace)
        guard fields.count == 5 else {
            throw CronFault("it has \(fields.count) fields instead of five: minute, hour, day, month, day of the week")
        }
        self.text = text
        self.timeZone = timeZone
        minutes = try CronField.minute.values(of: fields[0])
        hours = try CronField.hour.values(of: fields[1])
        daysOfMonth = try CronField.dayOfMonth.values(of: fields[2])
        months = try CronField.month.values(of: fields[3])
        daysOfWeek = Set(try CronField.dayOfWeek.values(of: fields[4]).map { $0 % 7 })
        fitsEitherDay = fields[2].first != "*" && fields[4].first != "*"
    }

    package init(from decoder: any Decoder) throws {
        let words = try decoder.singleValueContainer().decode([String].self)
        try self.init(words.first ?? "", timeZone: words.count > 1 ? words[1] : "UTC")
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode([text, timeZone])
    }

    /// Whether there is a day that it names at all: 30 February never comes.
    package var everComes: Bool {
        if fitsEitherDay || daysOfMonth.isEmpty { return true }
        let longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return months.contains { month in daysOfMonth.contains { $0 <= longest[month - 1] } }
    }
}

/// Why a text is no cron expression; completes a sentence that begins with it.
package struct CronFault: Error, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// One of the five fields.
private struct CronField {
    let name: String
    let range: ClosedRange<Int>
    var names: [String] = []

    static let minute = CronField(name: "minute", range: 0...59)
    static let hour = CronField(name: "hour", range: 0...23)
    static let dayOfMonth = CronField(name: "day", range: 1...31)
    static let month = CronField(
        name: "month", range: 1...12,
        names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
    static let dayOfWeek = CronField(
        name: "day of the week", range: 0...7, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"])

    func values(of text: Substring) throws(CronFault) -> Set<Int> {
        var values: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            values.formUnion(try self.values(ofPart: part))
        }
        return values
    }

    private func values(ofPart part: Substring) throws(CronFault) -> Set<Int> {
        let words = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        var step = 1
        if words.count == 2 {
            guard let number = Int(words[1]), number > 0 else { throw fault(part) }
            step = number
        }
        if words[0] == "*" { return Set(stride(from: range.lowerBound, through: range.upperBound, by: step)) }
        let ends = words[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let low = try number(ends[0], of: part)
        // A step without a range goes on to the end, as in most crons.
        let high = ends.count == 2 ? try number(ends[1], of: part) : words.count == 2 ? range.upperBound : low
        guard low <= high else { throw fault(part) }
        return Set(stride(from: low, through: high, by: step))
    }

    private func number(_ word: Substring, of part: Substring) throws(CronFault) -> Int {
        if let index = names.firstIndex(of: word.lowercased()) { return range.lowerBound + index }
        guard let number = Int(word), range.contains(number) else { throw fault(part) }
        return number
    }

    private func fault(_ part: Substring) -> CronFault {
        CronFault("'\(part.prefix(20))' is no \(name) (\(range.lowerBound) to \(range.upperBound))")
    }
}
