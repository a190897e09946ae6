import SondeCore
import Yams

/// A time in which nobody is told, as the configuration says it: a silence or a maintenance window.
struct WindowDraft: Hashable {
    var purpose: Silence.Purpose
    var matcher: EndpointMatcher
    var schedule: Silence.Schedule
    var comment: String

    /// One of the configuration: its id is made from what it says, so that a reload finds it again.
    var silence: Silence {
        let words = [purpose.rawValue, "\(matcher.names)", "\(matcher.groups)", schedule.words, comment]
        let id = "configuration-" + String(StableHash.of(words.joined(separator: "\n")), radix: 36)
        return Silence(
            id: id, purpose: purpose, matcher: matcher, schedule: schedule, comment: comment,
            createdAt: Timestamp(microseconds: 0))
    }
}

extension WindowDraft {
    /// A maintenance window; nil when it is not enabled, or, reported, when it is of no use.
    ///
    /// - Parameter isOfEndpoint: Whether it stands at one endpoint and so names none.
    init?(
        maintenance node: Node, path: String, isOfEndpoint: Bool = false, in context: ConfigurationContext
    ) {
        guard let reader = MappingReader<MaintenanceKey>(node, path: path, in: context) else { return nil }
        guard reader.flag(.enabled) ?? true else { return nil }
        let matcher = reader.matcher(.endpoints, .groups)
        if isOfEndpoint {
            for key in [MaintenanceKey.endpoints, .groups] where reader.has(key) {
                reader.report(
                    key, "this window is of one endpoint; remove '\(key.rawValue)'.", at: reader.position(key))
            }
        }
        guard let schedule = reader.schedule() else { return nil }
        self.init(
            purpose: .maintenance, matcher: matcher, schedule: schedule, comment: reader.text(.comment)?.value ?? "")
    }

    /// A silence; nil, reported, when it is of no use.
    init?(silence node: Node, path: String, in context: ConfigurationContext) {
        guard let reader = MappingReader<SilenceKey>(node, path: path, in: context) else { return nil }
        if !reader.has(.until) {
            reader.report("'until' is missing; add for example until: 2026-12-24T20:00:00Z.", at: node.position)
        }
        let matcher = reader.matcher(.endpoints, .groups)
        guard let schedule = reader.once(.from, .until) else { return nil }
        self.init(purpose: .silence, matcher: matcher, schedule: schedule, comment: reader.text(.comment)?.value ?? "")
    }
}

extension Silence.Schedule {
    /// The same in every process, as the description of a set is not.
    fileprivate var words: String {
        switch self {
        case .once(let from, let until): "once \(from.microseconds) \(until?.microseconds ?? 0)"
        case .weekly(let hours): "weekly \(hours.days.sorted()) \(hours.start) \(hours.end) \(hours.timeZone)"
        case .cron(let cron, let duration): "cron \(cron.text) \(cron.timeZone) \(duration.microseconds)"
        }
    }
}

extension MappingReader {
    /// Once, from a time, or from ever, until another.
    func once(_ from: Key, _ until: Key) -> Silence.Schedule? {
        let start = has(from) ? time(from) : Timestamp(microseconds: 0)
        guard let end = time(until), let start else { return nil }
        guard start < end else {
            report(until, "this is not after '\(from.rawValue)'.", at: position(until))
            return nil
        }
        if end <= context.now {
            context.note("\(path(until)): this time is past; it has no effect.", at: position(until))
        }
        return .once(from: start, until: end)
    }

    /// A point in time with its offset.
    private func time(_ key: Key) -> Timestamp? {
        guard let text = nonEmptyText(key) else { return nil }
        // An offset that is left out would be taken for UTC, and be wrong by hours in most of the world.
        let hasOffset = text.value.last == "Z" || text.value.dropFirst(19).contains { "+-zZ".contains($0) }
        if hasOffset, let time = Timestamp(parsing: text.value) { return time }
        let sentence =
            "is not a time with its offset; write for example 2026-12-24T20:00:00Z or 2026-12-24T21:00:00+01:00."
        report(key, "\(text.shown) \(sentence)", at: text.position)
        return nil
    }
}
