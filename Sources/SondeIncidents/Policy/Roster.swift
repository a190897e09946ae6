import SondeCore

/// What the policy needs of the configuration, laid out to be asked ten thousand times in a storm: endpoints by number,
/// each list of rules once.
struct Roster: Sendable {
    struct Watched: Sendable {
        var name: String
        var group: String?
        /// Empty where nothing can be shared by it.
        var authority: String
        var isEnabled: Bool
        var isProbed: Bool
        /// By number.
        var dependsOn: [Int]
        /// Its place among the lists of rules.
        var rules: Int
    }

    private(set) var watched: [Watched] = []
    /// Who depends on it directly, by number.
    private(set) var dependents: [Int: [Int]] = [:]
    private(set) var ruleLists: [[AlertRule]] = []
    /// All channels that a rule of an enabled endpoint names, in the order of the configuration.
    private(set) var channels: [String] = []
    /// Channels that are told when something is over, by any of those rules.
    private(set) var channelsToldOfEnds: Set<String> = []
    private(set) var enabledCount = 0
    private var numbers: [String: Int] = [:]
    /// Enabled endpoints of each host and group.
    private var sizes: [GroupKey.Name: Int] = [:]

    init(_ endpoints: [Endpoint]) {
        var listNumbers: [[AlertRule]: Int] = [:]
        for (number, endpoint) in endpoints.enumerated() { numbers[endpoint.name] = number }
        for endpoint in endpoints {
            let list = listNumbers[endpoint.alerts] ?? ruleLists.count
            if list == ruleLists.count {
                listNumbers[endpoint.alerts] = list
                ruleLists.append(endpoint.alerts)
            }
            let own = numbers[endpoint.name]
            watched.append(
                Watched(
                    name: endpoint.name, group: endpoint.group, authority: endpoint.authority,
                    isEnabled: endpoint.enabled, isProbed: endpoint.source == .probe,
                    dependsOn: endpoint.dependsOn.compactMap { numbers[$0] }.filter { $0 != own }, rules: list))
        }
        for (number, endpoint) in watched.enumerated() { count(endpoint, number) }
    }

    private mutating func count(_ endpoint: Watched, _ number: Int) {
        for parent in endpoint.dependsOn { dependents[parent, default: []].append(number) }
        guard endpoint.isEnabled else { return }
        enabledCount += 1
        if !endpoint.authority.isEmpty { sizes[.host(endpoint.authority), default: 0] += 1 }
        if let group = endpoint.group { sizes[.group(group), default: 0] += 1 }
        for rule in ruleLists[endpoint.rules] {
            if !channels.contains(rule.channel) { channels.append(rule.channel) }
            if rule.sendsResolved { channelsToldOfEnds.insert(rule.channel) }
        }
    }

    func number(of endpoint: String) -> Int? { numbers[endpoint] }

    subscript(_ endpoint: String) -> Watched? { numbers[endpoint].map { watched[$0] } }

    func rules(of endpoint: String) -> [AlertRule] { self[endpoint].map { ruleLists[$0.rules] } ?? [] }

    /// Enabled endpoints that could be in a group.
    func size(of name: GroupKey.Name) -> Int { name == .fleet ? enabledCount : sizes[name] ?? 0 }

    /// What endpoints may share with this one, the narrowest first.
    func keys(of number: Int, kind: Incident.Kind) -> [GroupKey] {
        var names: [GroupKey.Name] = []
        if !watched[number].authority.isEmpty { names.append(.host(watched[number].authority)) }
        if let group = watched[number].group { names.append(.group(group)) }
        return (names + [.fleet]).map { GroupKey(name: $0, kind: kind) }
    }

    // MARK: Dependencies

    /// Everything that an endpoint depends on, directly or not, apart from what depends on it in turn: of a circle none
    /// would ever be told. Stops at the first that `isWanted`.
    func firstAncestor(of number: Int, where isWanted: (Int) -> Bool) -> Int? {
        guard !watched[number].dependsOn.isEmpty else { return nil }
        return search(from: number) { isWanted($0) && search(from: $0) { $0 == number } == nil }
    }

    private func search(from start: Int, _ isWanted: (Int) -> Bool) -> Int? {
        var (seen, waiting) = (Set([start]), watched[start].dependsOn)
        while let next = waiting.popLast() {
            guard seen.insert(next).inserted else { continue }
            if isWanted(next) { return next }
            waiting += watched[next].dependsOn
        }
        return nil
    }

    /// Everything that depends on an endpoint, directly or not; goes no further where `isEnough`.
    func descendants(of number: Int, until isEnough: (Int) -> Bool) -> [Int] {
        var (seen, found, waiting) = (Set([number]), [Int](), dependents[number] ?? [])
        while let next = waiting.popLast() {
            guard seen.insert(next).inserted else { continue }
            found.append(next)
            if !isEnough(next) { waiting += dependents[next] ?? [] }
        }
        return found
    }
}
