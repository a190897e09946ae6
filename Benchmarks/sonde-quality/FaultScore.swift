import SondeCore

/// How well pages match faults, by the rules of the benchmark's score_alerts.py: a fault is caught by a page within it
/// or within five minutes after it; a page in no such window is false.
struct FaultScore: Sendable {
    private static let grace = 300

    private(set) var caught = 0
    private(set) var faults = 0
    private(set) var pagesInFaults = 0
    private(set) var falsePages = 0
    private(set) var apiDays = 0.0
    /// In seconds.
    private(set) var delays: [Int] = []
    private(set) var delaysOfKind: [String: [Int]] = [:]
    private(set) var faultsOfKind: [String: Int] = [:]

    init() {}

    init(_ history: ProbeHistory, _ pages: [Watch.Page]) {
        let interval = Int(ProbeHistory.interval.seconds)
        apiDays = Double(history.count * interval) / 86_400
        var explained: Set<Int> = []
        for fault in history.faults {
            faults += 1
            faultsOfKind[fault.kind, default: 0] += 1
            let window = fault.probes.lowerBound * interval...fault.probes.upperBound * interval + Self.grace
            let hits = pages.indices.filter { window ~= pages[$0].opened * interval }
            explained.formUnion(hits)
            guard let first = hits.map({ pages[$0].opened * interval }).min() else { continue }
            caught += 1
            delays.append(first - window.lowerBound)
            delaysOfKind[fault.kind, default: []].append(first - window.lowerBound)
        }
        pagesInFaults = explained.count
        falsePages = pages.count - explained.count
    }

    static func + (left: FaultScore, right: FaultScore) -> FaultScore {
        var sum = left
        sum.caught += right.caught
        sum.faults += right.faults
        sum.pagesInFaults += right.pagesInFaults
        sum.falsePages += right.falsePages
        sum.apiDays += right.apiDays
        sum.delays += right.delays
        sum.delaysOfKind.merge(right.delaysOfKind, uniquingKeysWith: +)
        sum.faultsOfKind.merge(right.faultsOfKind, uniquingKeysWith: +)
        return sum
    }

    var recall: Double { Double(caught) / Double(max(1, faults)) }
    var falsePagesPerWeek: Double { Double(falsePages) / max(apiDays, 1) * 7 }
    var pagesPerFault: Double { Double(pagesInFaults) / Double(max(1, caught)) }

    /// Seconds until a caught fault was told, of all or of one kind.
    func delay(_ share: Double, kind: String? = nil) -> Int? {
        let sorted = (kind.map { delaysOfKind[$0] ?? [] } ?? delays).sorted()
        return sorted.isEmpty ? nil : sorted[Int(share * Double(sorted.count - 1))]
    }

    func recall(kind: String) -> Double {
        Double(delaysOfKind[kind]?.count ?? 0) / Double(max(1, faultsOfKind[kind] ?? 0))
    }
}
