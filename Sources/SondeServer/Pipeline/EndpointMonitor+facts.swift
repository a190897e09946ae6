import SondeAlerting
import SondeCore

extension EndpointMonitor {
    /// What a message says of the endpoint and of its last probes.
    ///
    /// - Parameter span: How far back, as far as is known.
    func facts(over span: Duration) -> AlertContent.EndpointFacts {
        let count = max(1, Int(span / endpoint.interval))
        let probes = recent.suffix(count)
        let answers = probes.compactMap(\.self)
        // A report that says nothing of its duration has none.
        let times = answers.filter { $0 > 0 }.sorted()
        let health = EndpointHealth(
            name: endpoint.name, group: endpoint.group, state: state, probes: probes.count,
            failures: probes.count - answers.count, median: Self.duration(times.isEmpty ? nil : times[times.count / 2]),
            max: Self.duration(times.last))
        return AlertContent.EndpointFacts(url: endpoint.displayURL, last: last, health: health)
    }

    private static func duration(_ milliseconds: Float?) -> Duration? {
        milliseconds.map { .microseconds(Int64(Double($0) * 1000)) }
    }
}
