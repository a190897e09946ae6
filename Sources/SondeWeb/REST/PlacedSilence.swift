import SondeCore

/// A silence with where it is in its time, and how many APIs it is of.
struct PlacedSilence {
    var silence: Silence
    var state: SilenceState
    /// Of the APIs that are configured now.
    var matches: Int
}

/// The APIs of the configuration, as silences choose among them.
struct Namesakes {
    let statuses: [EndpointStatus]

    func count(of matcher: EndpointMatcher) -> Int {
        let matcher = EndpointMatcher.Compiled(matcher)
        return statuses.count { matcher.matches(name: $0.name, group: $0.group) }
    }

    /// - Throws: `WebError.badParameter` where a plain name, which is no pattern, is of nothing that there is.
    func check(_ matcher: EndpointMatcher, of fields: Fields) throws {
        try check(matcher.names, among: statuses.map(\.name), fields, "endpoints", "API")
        try check(matcher.groups, among: Array(Set(statuses.compactMap(\.group))).sorted(), fields, "groups", "group")
    }

    private func check(
        _ patterns: [String], among known: [String], _ fields: Fields, _ field: String, _ noun: String
    ) throws {
        let names = Set(known)
        let stranger = patterns.first { !$0.contains(where: #"*?[\"#.contains) && !names.contains($0) }
        guard let stranger else { return }
        let near = nearestName(to: stranger, in: known).map { #"; did you mean "\#($0)"?"# } ?? "."
        throw fields.fault(field, #"names no \#(noun) that is configured: "\#(stranger)"\#(near)"#)
    }
}
