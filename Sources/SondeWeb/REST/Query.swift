import Hummingbird
import SondeCore

/// The parameters of a request, as they were written after the `?`.
struct Query {
    private var parameters: [(name: String, raw: Substring)]

    init(_ text: String?) {
        parameters = (text ?? "").split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = PercentCoding.decode(parts[0], plusIsSpace: true) ?? String(parts[0])
            return (name, parts.count > 1 ? parts[1] : "")
        }
    }

    init(of request: Request) {
        self.init(request.uri.query)
    }

    /// Refuses parameters other than `known`: a misspelt one would change the answer unseen.
    func allow(_ known: String...) throws {
        guard let stranger = parameters.first(where: { !known.contains($0.name) })?.name else { return }
        guard !known.isEmpty else {
            throw WebError.badParameter("The parameter \(stranger) is not known: nothing may be asked here.")
        }
        throw WebError.badParameter("The parameter \(stranger) is not known: write \(known.spoken("or")).")
    }

    /// The text of a parameter; nil when it is absent or empty.
    func text(_ name: String) throws -> String? {
        guard let raw = raw(name) else { return nil }
        guard let text = PercentCoding.decode(raw, plusIsSpace: true) else {
            throw WebError.badParameter("The parameter \(name) is not percent-encoded UTF-8; write spaces as %20.")
        }
        return text.isEmpty ? nil : text
    }

    /// A time between 1970 and 2200; a `+` stands for itself, as in `10:00:00+02:00`.
    func time(_ name: String) throws -> Timestamp? {
        guard let raw = raw(name), !raw.isEmpty else { return nil }
        guard let text = PercentCoding.decode(raw), let time = Timestamp(parsing: text),
            knownTimes.contains(time)
        else {
            throw WebError.badParameter(
                "The parameter \(name) is no time: write RFC 3339 such as 2026-11-22T10:00:00Z, or seconds since 1970.")
        }
        return time
    }

    /// A whole number within `range`.
    func integer(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let text = try text(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw WebError.badParameter(
                "The parameter \(name) must be a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    /// `true` or `false`.
    func flag(_ name: String) throws -> Bool? {
        switch try text(name) {
        case nil: nil
        case "true": true
        case "false": false
        default: throw WebError.badParameter("The parameter \(name) must be true or false.")
        }
    }

    /// A duration of at least a second, such as `15s`, `1m`, `6h` or `1d`.
    func duration(_ name: String) throws -> Duration? {
        guard let text = try text(name) else { return nil }
        guard let duration = Duration(parameter: text), duration >= .seconds(1) else {
            throw WebError.badParameter(
                "The parameter \(name) must be a duration of at least a second: write 15s, 1m, 6h or 1d.")
        }
        return duration
    }

    /// From `from` to `to`: until `now` and `length` long where they are not given.
    func range(now: Timestamp, length: Duration) throws -> Range<Timestamp> {
        let end = try time("to") ?? now
        let start = try time("from") ?? max(knownTimes.lowerBound, end.advanced(by: .zero - length))
        guard start < end else {
            throw WebError.badParameter("The parameter from must be earlier than to.")
        }
        return start..<end
    }

    private func raw(_ name: String) -> Substring? {
        parameters.first { $0.name == name }?.raw
    }
}

/// 1970-01-01 to 2200-01-01: far from the ends of what microseconds in an `Int64` can hold.
let knownTimes = Timestamp(seconds: 0)...Timestamp(seconds: 7_258_118_400)

extension Duration {
    /// Reads a whole number and a unit, `15s`; nil when it is anything else or longer than ten years.
    fileprivate init?(parameter text: String) {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()),
            (1...315_360_000).contains(count), count * unit <= 315_360_000
        else { return nil }
        self = .seconds(count * unit)
    }
}
