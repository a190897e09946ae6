/// A time in which nobody is told of some endpoints: a silence, or a maintenance window, in which nothing is learned of
/// them either.
package struct Silence: Sendable, Hashable, Codable {
    /// Unique; of one in the configuration, made from what it says.
    package var id: String
    package var purpose: Purpose
    package var matcher: EndpointMatcher
    package var schedule: Schedule
    /// Why, in a person's words; may be empty.
    package var comment: String
    /// Who asked for it; empty for the configuration.
    package var author: String
    package var createdAt: Timestamp
    /// When a person ended it; nil while it holds.
    package var endedAt: Timestamp?

    package init(
        id: String, purpose: Purpose, matcher: EndpointMatcher, schedule: Schedule, comment: String = "",
        author: String = "", createdAt: Timestamp, endedAt: Timestamp? = nil
    ) {
        self.id = id
        self.purpose = purpose
        self.matcher = matcher
        self.schedule = schedule
        self.comment = comment
        self.author = author
        self.createdAt = createdAt
        self.endedAt = endedAt
    }

    /// What it is for.
    package enum Purpose: String, Sendable, Codable, CaseIterable {
        /// Incidents open, and nobody is told.
        case silence
        /// No incident opens, and nothing is learned.
        case maintenance
    }

    /// When it holds.
    package enum Schedule: Sendable, Hashable, Codable {
        /// Once, from one time until another; nil until a person ends it.
        case once(from: Timestamp, until: Timestamp?)
        /// Every week.
        case weekly(WeeklyHours)
        /// For so long from each time that a cron expression of five fields names.
        case cron(CronExpression, duration: Duration)
    }
}

/// Which endpoints are meant. All parts that are given must fit.
package struct EndpointMatcher: Sendable, Hashable, Codable {
    /// Patterns in which `*` is any text and `?` any character; one of them must fit. Empty for any name.
    package var names: [String]
    /// The same for groups; an endpoint without a group fits only where this is empty.
    package var groups: [String]

    package init(names: [String] = [], groups: [String] = []) {
        self.names = names
        self.groups = groups
    }

    /// That one endpoint alone.
    package init(exactly name: String) {
        self.init(names: [String(name.flatMap { #"*?[\"#.contains($0) ? ["\\", $0] : [$0] })])
    }

    package func matches(name: String, group: String?) -> Bool { Compiled(self).matches(name: name, group: group) }

    /// Whether each pattern can be read; a malformed one fits nothing.
    package static func isPattern(_ text: String) -> Bool { (try? GlobPattern(parsing: text)) != nil }
}

extension EndpointMatcher {
    /// With its patterns read once, to be asked of many endpoints.
    package struct Compiled: Sendable {
        private let names: [GlobPattern]?
        private let groups: [GlobPattern]?

        /// A malformed pattern fits nothing.
        package init(_ matcher: EndpointMatcher) {
            names = matcher.names.isEmpty ? nil : matcher.names.compactMap { try? GlobPattern(parsing: $0) }
            groups = matcher.groups.isEmpty ? nil : matcher.groups.compactMap { try? GlobPattern(parsing: $0) }
        }

        package func matches(name: String, group: String?) -> Bool {
            if let names, !names.contains(where: { $0.matches(name) }) { return false }
            guard let groups else { return true }
            return group.map { group in groups.contains { $0.matches(group) } } ?? false
        }
    }
}
