import SondeCore
import Yams

extension ConfigurationContext {
    /// Fills in the names of what each endpoint depends on; unknown names and rings are reported.
    func resolveDependencies(_ endpoints: inout [ConfiguredEndpoint]) {
        guard endpoints.contains(where: { !$0.dependsOn.isEmpty }) else { return }
        var indices: [String: Int] = [:]
        for (index, configured) in endpoints.enumerated() {
            let endpoint = configured.endpoint
            indices[endpoint.name] = index
            guard let group = endpoint.group else { continue }
            let full = group + "/" + endpoint.name
            if indices[full] == nil { indices[full] = index }
        }
        for index in endpoints.indices {
            let names = endpoints[index].dependsOn.compactMap { text in
                dependency(text, of: endpoints[index].endpoint, indices).map { endpoints[$0].endpoint.name }
            }
            endpoints[index].endpoint.dependsOn = names
        }
        reportRings(endpoints, indices)
    }

    private func dependency(_ text: ConfigurationText, of endpoint: Endpoint, _ indices: [String: Int]) -> Int? {
        // The endpoint of this name in the same group stands nearer than any other.
        let meant = [endpoint.group.map { $0 + "/" + text.value }, text.value].compactMap(\.self).compactMap {
            indices[$0]
        }
        if let other = meant.first(where: { $0 != indices[endpoint.name] }) { return other }
        guard meant.isEmpty else {
            report("depends-on: an endpoint cannot depend on itself; remove \(text.shown).", at: text.position)
            return nil
        }
        // Looking for a near name among thousands would take longer than reading the file.
        let near =
            text.isFilledIn || indices.count > 1_000 ? nil : nearestName(to: text.value, in: indices.keys.sorted())
        let advice = near.map { "did you mean \(quoted($0))?" } ?? "write the name of one."
        report("depends-on: there is no endpoint \(text.shown); \(advice)", at: text.position)
        return nil
    }

    /// Reports each ring of endpoints that depend on each other, once.
    private func reportRings(_ endpoints: [ConfiguredEndpoint], _ indices: [String: Int]) {
        let targets = endpoints.map { $0.endpoint.dependsOn.compactMap { indices[$0] } }
        // 0: not seen; 1: on the way from where the walk began; 2: done.
        var marks = [Int](repeating: 0, count: endpoints.count)
        for start in endpoints.indices where marks[start] == 0 {
            // Walked with a list of its own, for a chain may be as long as the configuration.
            var way: [(index: Int, next: Int)] = [(start, 0)]
            marks[start] = 1
            while let (index, next) = way.last {
                guard next < targets[index].count else {
                    marks[index] = 2
                    way.removeLast()
                    continue
                }
                way[way.count - 1].next += 1
                let target = targets[index][next]
                if marks[target] == 1 {
                    let ring = way.map(\.index).drop { $0 != target } + [target]
                    reportRing(ring.map { endpoints[$0] })
                } else if marks[target] == 0 {
                    marks[target] = 1
                    way.append((target, 0))
                }
            }
        }
    }

    /// - Parameter ring: The first is the last again.
    private func reportRing(_ ring: [ConfiguredEndpoint]) {
        let names = ring.map { quoted($0.endpoint.name) }
        let next = ring[1].endpoint.name
        let link = ring[0].dependsOn.first { $0.value == next || next.hasSuffix("/" + $0.value) }
        let rest = names.count > 6 ? names.prefix(5) + ["...", names[names.count - 1]] : names[...]
        report(
            "depends-on: these depend on each other: \(rest.joined(separator: ", ")); take one out.",
            at: (link ?? ring[0].dependsOn.first)?.position ?? ring[0].position)
    }
}
