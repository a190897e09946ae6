import Foundation
import SondeCore

/// The figures of a probe as a table with bars: each phase begins where the one before it ended.
struct EmailProbe {
    private let probe: ProbeResult

    init(_ probe: ProbeResult) {
        self.probe = probe
    }

    var model: [String: Any] {
        [
            "at": "\(probe.timestamp.timeOfDay) UTC", "outcome": outcome, "phases": phases,
            "total": probe.responseTime.map { $0.text as Any } ?? NSNull(),
            "address": probe.remoteAddress.map { $0 as Any } ?? NSNull(),
        ]
    }

    private var outcome: String {
        let answer = probe.statusCode.map { "Status \($0)" } ?? "No answer"
        return probe.failure.map { "\(answer): \($0.message)".cut(to: 400) } ?? answer
    }

    /// Widths in per cent of all phases; at least one, so that the shortest is seen.
    private var phases: [[String: Any]] {
        let total = max(probe.phases.total.milliseconds, 0.001)
        var start = 0.0
        return PhaseTimings.Phase.allCases.compactMap { phase in
            guard let duration = probe.phases[phase] else { return nil }
            let width = max(1, min(100, Int((100 * duration.milliseconds / total).rounded())))
            let offset = min(100 - width, max(0, Int((100 * start / total).rounded())))
            start += duration.milliseconds
            return [
                "name": Self.names[phase] ?? phase.name,
                "value": duration.text, "offset": offset == 0 ? NSNull() : offset as Any, "width": width,
                "rest": offset + width >= 100 ? NSNull() : (100 - offset - width) as Any,
                "color": Self.colors[phase] ?? "",
            ]
        }
    }

    private static let names: [PhaseTimings.Phase: String] = [
        .connect: "Connect", .ttfb: "First byte", .transfer: "Transfer",
    ]

    private static let colors: [PhaseTimings.Phase: String] = [
        .dns: "#8577cc", .connect: "#4189cb", .tls: "#dba334", .ttfb: "#3f9d93", .transfer: "#d4715d",
    ]
}
