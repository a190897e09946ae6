import SondeCore
import Yams

/// What `incidents` says of when an incident opens and closes; nil where it says nothing.
struct IncidentsDraft {
    var failureThreshold: Int?
    var successThreshold: Int?
    var condition: IncidentRules.Condition?
    var flapping: IncidentRules.Flapping? = IncidentRules.Flapping()

    /// The rules, with the thresholds of the alerts where the configuration says none here.
    ///
    /// - Parameter usual: What holds where nobody says anything.
    func rules(
        openingAt failures: Int?, closingAfter successes: Int?, usual: IncidentRules
    ) -> IncidentRules {
        IncidentRules(
            failureThreshold: failureThreshold ?? failures ?? usual.failureThreshold, condition: condition,
            successThreshold: successThreshold ?? successes ?? usual.successThreshold, flapping: flapping)
    }
}

extension Endpoint.Source {
    /// When incidents open and close where the configuration does not say. One probe in a row may fail by chance, and one
    /// may succeed; a report that does not come was waited for long enough, and one that comes says that all is well.
    var usualRules: IncidentRules {
        switch self {
        case .probe: IncidentRules()
        case .push: IncidentRules(failureThreshold: 1, successThreshold: 1)
        }
    }
}

extension MappingReader {
    /// The rules of incidents, laid key by key over others.
    func incidents(_ key: Key, over defaults: IncidentsDraft) -> IncidentsDraft {
        guard let node = node(key),
            let reader = MappingReader<IncidentsKey>(node, path: path(key), in: context)
        else { return defaults }
        var incidents = defaults
        if let threshold = reader.integer(.failureThreshold, in: thresholds) { incidents.failureThreshold = threshold }
        if let threshold = reader.integer(.successThreshold, in: thresholds) { incidents.successThreshold = threshold }
        if let condition = reader.condition() { incidents.condition = condition }
        if let flapping = reader.flapping(over: defaults.flapping) { incidents.flapping = flapping }
        return incidents
    }
}

extension MappingReader<IncidentsKey> {
    /// So many failures among so many probes.
    fileprivate func condition() -> IncidentRules.Condition? {
        guard let node = node(.condition),
            let reader = MappingReader<FailureConditionKey>(node, path: path(.condition), in: context)
        else { return nil }
        for key in FailureConditionKey.allCases where !reader.has(key) {
            reader.report("'\(key.rawValue)' is missing; write {failures: 3, total: 5}.", at: node.position)
        }
        guard let failures = reader.integer(.failures, in: 1...64), let total = reader.integer(.total, in: 1...64)
        else { return nil }
        guard failures <= total else {
            reader.report(
                .failures, "\(failures) failures among \(total) probes can never be; write at most \(total).",
                at: reader.position(.failures))
            return nil
        }
        return IncidentRules.Condition(failures: failures, total: total)
    }

    /// Nil when the file does not say; `.some(nil)` for `flapping: false`.
    fileprivate func flapping(over defaults: IncidentRules.Flapping?) -> IncidentRules.Flapping?? {
        guard let node = node(.flapping) else { return nil }
        if case .scalar = node {
            guard let isWanted = flag(.flapping) else { return nil }
            return .some(isWanted ? defaults ?? IncidentRules.Flapping() : nil)
        }
        guard let reader = MappingReader<FlappingKey>(node, path: path(.flapping), in: context) else { return nil }
        var flapping = defaults ?? IncidentRules.Flapping()
        if let incidents = reader.integer(.incidents, in: 2...16) { flapping.incidents = incidents }
        let times: ClosedRange<Duration> = .seconds(60) ... .seconds(7 * 86_400)
        if let window = reader.duration(.window, in: times) { flapping.window = window }
        if let calm = reader.duration(.calm, in: times) { flapping.calm = calm }
        return .some(flapping)
    }
}
