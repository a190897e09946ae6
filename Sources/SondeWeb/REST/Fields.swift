import SondeCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a change says: the members of a JSON object, the fields of a form, or parameters of the address.
struct Fields {
    /// What one of them is called in sentences.
    private let noun: String
    private var values: [String: Value]

    enum Value: Decodable {
        case null
        case flag(Bool)
        case number(Double)
        case text(String)
        case texts([String])
        /// An object, or a list of something else.
        case other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let flag = try? container.decode(Bool.self) {
                self = .flag(flag)
            } else if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let texts = try? container.decode([String].self) {
                self = .texts(texts)
            } else {
                self = .other
            }
        }
    }

    /// - Parameter bytes: An object of JSON; nothing at all says nothing.
    init(json bytes: [UInt8]) throws {
        noun = "member"
        guard !bytes.allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) }) else {
            values = [:]
            return
        }
        guard let values = try? JSONDecoder().decode([String: Value].self, from: Data(bytes)) else {
            throw WebError.badParameter("The body must be an object of JSON.")
        }
        self.values = values
    }

    /// - Parameter text: As `application/x-www-form-urlencoded` has it.
    init(form text: String, noun: String = "field") throws {
        self.noun = noun
        values = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentCoding.decode(parts[0], plusIsSpace: true),
                let value = PercentCoding.decode(parts.count > 1 ? parts[1] : "", plusIsSpace: true)
            else { throw WebError.badParameter("A \(noun) is not percent-encoded UTF-8; write spaces as %20.") }
            add(value, to: name)
        }
    }

    /// A field that comes several times is a list.
    private mutating func add(_ value: String, to name: String) {
        switch values[name] {
        case .text(let first)?: values[name] = .texts([first, value])
        case .texts(let texts)?: values[name] = .texts(texts + [value])
        default: values[name] = .text(value)
        }
    }

    func without(_ name: String) -> Fields {
        var rest = self
        rest.values[name] = nil
        return rest
    }

    /// Refuses what is not `known`: a misspelt one would change something else than was meant.
    func allow(_ known: String...) throws {
        guard let stranger = values.keys.sorted().first(where: { !known.contains($0) }) else { return }
        throw WebError.badParameter("The \(noun) \(stranger) is not known: write \(known.spoken("or")).")
    }

    /// Refuses what does not go with `other`.
    func refuse(_ names: String..., with other: String) throws {
        guard let stranger = names.first(where: has) else { return }
        throw fault(stranger, "does not go with \(other).")
    }

    /// Whether it says anything.
    func has(_ name: String) -> Bool {
        switch values[name] {
        case nil, .null?: false
        case .text(let text)?: !text.isEmpty
        case .texts(let texts)?: !texts.isEmpty
        default: true
        }
    }

    /// One line of at most `longest` characters, without white space around it; nil when it is absent or empty.
    func line(_ name: String, longest: Int) throws -> String? {
        guard has(name) else { return nil }
        guard case .text(let text)? = values[name] else { throw fault(name, "must be a text.") }
        return try line(text, of: name, longest: longest)
    }

    /// Several lines' worth of texts: a list, or a text with a line for each.
    func lines(_ name: String, longest: Int, most: Int) throws -> [String] {
        guard has(name) else { return [] }
        let texts: [String]
        switch values[name] {
        case .texts(let list)?: texts = list
        case .text(let text)?: texts = text.split(whereSeparator: \.isNewline).map(String.init)
        default: throw fault(name, "must be a list of texts.")
        }
        guard texts.count <= most else { throw fault(name, "holds more than \(most) texts.") }
        return try texts.compactMap { try line($0, of: name, longest: longest) }
    }

    /// What a program says, made fit to be shown: on one line, and cut after 500 characters; nil when there is nothing.
    func loose(_ name: String) throws -> String? {
        guard has(name) else { return nil }
        guard case .text(let text)? = values[name] else { throw fault(name, "must be a text.") }
        let safe = TerminalText.safe(String(text.prefix(500)))
        return safe.allSatisfy(\.isWhitespace) ? nil : safe
    }

    func flag(_ name: String) throws -> Bool? {
        switch values[name] {
        case nil, .null?, .text("")?: return nil
        case .flag(let flag)?: return flag
        case .text("true")?: return true
        case .text("false")?: return false
        default: throw fault(name, "must be true or false.")
        }
    }

    /// A time between 1970 and 2200.
    func time(_ name: String) throws -> Timestamp? {
        guard var text = try line(name, longest: 40) else { return nil }
        // A field of a form has no seconds, and no zone.
        if text.utf8.count == 16 { text += ":00" }
        guard Double(text) == nil, let time = Timestamp(parsing: text), knownTimes.contains(time) else {
            throw fault(name, "is no time: write RFC 3339 such as 2026-11-22T10:00:00Z.")
        }
        return time
    }

    /// A duration such as `250ms`, `90m` or `1h30m`.
    func duration(_ name: String, in range: ClosedRange<Duration>) throws -> Duration? {
        guard let text = try line(name, longest: 40) else { return nil }
        let limit = Double(range.upperBound.microseconds) * 1000
        guard let nanoseconds = try? Double(nanosecondsOf: text), nanoseconds >= 0, nanoseconds <= limit,
            case let duration = Duration.nanoseconds(Int64(nanoseconds.rounded())), range.contains(duration)
        else {
            throw fault(
                name, "must be a duration from \(range.lowerBound.text) to \(range.upperBound.text), such as 90m or 2h."
            )
        }
        return duration
    }

    func fault(_ name: String, _ sentence: String) -> WebError { .badParameter("The \(noun) \(name) \(sentence)") }

    private func line(_ text: String, of name: String, longest: Int) throws -> String? {
        let text = String(text.trimmingPrefix(while: \.isWhitespace).trimmingSuffix(while: \.isWhitespace))
        guard !text.isEmpty else { return nil }
        guard text.count <= longest, text.utf8.count <= 4 * longest else {
            throw fault(name, "is longer than \(longest) characters.")
        }
        guard TerminalText.safe(text) == text else {
            throw fault(name, "holds a line break or another control character.")
        }
        return text
    }
}

extension Substring {
    fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> Substring {
        var rest = self
        while let last = rest.last, isTrimmed(last) { rest.removeLast() }
        return rest
    }
}
