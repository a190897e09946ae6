import SondeCore

extension ConfigurationContext {
    /// Gives every endpoint its unique name: the configured one, or `group/name` where two groups share a name.
    func nameUniquely(_ endpoints: inout [ConfiguredEndpoint]) {
        var indices: [String: [Int]] = [:]
        indices.reserveCapacity(endpoints.count)
        for index in endpoints.indices where !endpoints[index].endpoint.name.isEmpty {
            indices[endpoints[index].endpoint.name, default: []].append(index)
        }
        let knownProblems = problems.count
        var isChanged = false
        for (name, sharing) in indices where sharing.count > 1 {
            reportTwins(among: sharing, endpoints)
            for index in sharing {
                guard let group = endpoints[index].endpoint.group else { continue }
                endpoints[index].endpoint.name = group + "/" + name
                isChanged = true
            }
        }
        if isChanged, problems.count == knownProblems { reportClashes(endpoints) }
    }

    /// The same name in the same group: nothing tells the two apart.
    private func reportTwins(among indices: [Int], _ endpoints: [ConfiguredEndpoint]) {
        var firsts: [String?: Position] = [:]
        for index in indices {
            let (endpoint, position) = (endpoints[index].endpoint, endpoints[index].position)
            guard let first = firsts[endpoint.group] else {
                firsts[endpoint.group] = position
                continue
            }
            let place = endpoint.group == nil ? "" : " in the same group"
            report(
                "name: the endpoint in line \(first.line) has this name too\(place); rename one of them.", at: position)
        }
    }

    /// A `group/name` that is also another endpoint's configured name.
    private func reportClashes(_ endpoints: [ConfiguredEndpoint]) {
        var firsts: [String: ConfiguredEndpoint] = [:]
        for configured in endpoints where !configured.endpoint.name.isEmpty {
            guard let first = firsts.updateValue(configured, forKey: configured.endpoint.name) else { continue }
            report(
                "name: as \(quoted(configured.endpoint.name)) this endpoint is not told apart from the one in line "
                    + "\(first.position.line); rename one of them.", at: configured.position)
        }
    }
}
