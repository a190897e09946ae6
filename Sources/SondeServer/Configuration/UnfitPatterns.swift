import SondeCore

/// The patterns of one route, one window or one silence, with where they stand.
struct ConfiguredMatcher {
    /// Of the mapping: `alerting.routes`.
    var path: String
    var position: Position
    var names: [ConfigurationText]
    var groups: [ConfigurationText]
}

/// A group for which a channel has options of its own.
struct ConfiguredGroup {
    /// `alerting.slack.overrides.group`.
    var path: String
    var name: ConfigurationText
}

/// What fits no endpoint is most likely a slip: a name that was misspelt, or an endpoint that is gone.
struct UnfitPatterns {
    private let endpoints: [(name: String, group: String?)]
    private let context: ConfigurationContext
    private var found: [(sentence: String, position: Position)] = []

    init(_ endpoints: [ConfiguredEndpoint], in context: ConfigurationContext) {
        self.endpoints = endpoints.map { ($0.endpoint.name, $0.endpoint.group) }
        self.context = context
    }

    /// Notes what fits nothing, each where it stands.
    ///
    /// - Returns: Where the mappings stand that fit no endpoint at all.
    mutating func note() -> Set<Position> {
        let dead = Set(context.matchers.filter { !fits($0) }.map(\.position))
        let groups = Set(endpoints.compactMap(\.group))
        for group in context.groups where !groups.contains(group.name.value) {
            let sentence = "\(group.path): no endpoint is in the group \(group.name.shown); it has no effect."
            found.append((sentence, group.name.position))
        }
        found.sort { ($0.position, $0.sentence) < ($1.position, $1.sentence) }
        for (sentence, _) in found {
            context.note(sentence, atEach: found.filter { $0.sentence == sentence }.map(\.position))
        }
        return dead
    }

    /// Whether any endpoint is meant.
    private mutating func fits(_ matcher: ConfiguredMatcher) -> Bool {
        guard !matcher.names.isEmpty || !matcher.groups.isEmpty else { return true }
        let compiled = EndpointMatcher.Compiled(
            EndpointMatcher(names: matcher.names.map(\.value), groups: matcher.groups.map(\.value)))
        let isOfUse = endpoints.contains { compiled.matches(name: $0.name, group: $0.group) }
        let names = matcher.names.filter { name in
            let pattern = EndpointMatcher.Compiled(EndpointMatcher(names: [name.value]))
            return !endpoints.contains { pattern.matches(name: $0.name, group: nil) }
        }
        let groups = matcher.groups.filter { group in
            let pattern = EndpointMatcher.Compiled(EndpointMatcher(groups: [group.value]))
            return !endpoints.contains { pattern.matches(name: "", group: $0.group) }
        }
        find(names, isOfUse, path: matcher.path + ".endpoints")
        find(groups, isOfUse, path: matcher.path + ".groups")
        if !isOfUse, names.isEmpty, groups.isEmpty {
            let sentence = "\(matcher.path): no endpoint fits endpoints and groups at once; it has no effect."
            found.append((sentence, matcher.position))
        }
        return isOfUse
    }

    private mutating func find(_ unfit: [ConfigurationText], _ isOfUse: Bool, path: String) {
        guard let first = unfit.first else { return }
        let shown = unfit.map(\.shown).joined(separator: ", ")
        found.append(("\(path): no endpoint fits \(shown)\(isOfUse ? "" : "; it has no effect").", first.position))
    }
}
