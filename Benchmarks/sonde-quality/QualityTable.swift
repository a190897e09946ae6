import Foundation

/// The figures as lines of a table, with the bars that they are held to.
enum QualityTable {
    static func row(_ name: String, _ score: FaultScore) -> String {
        line(
            name,
            String(
                format: "recall %.3f   false pages per API and week %.3f   pages per fault %.2f   delay %@, p90 %@",
                score.recall, score.falsePagesPerWeek, score.pagesPerFault, seconds(score.delay(0.5)),
                seconds(score.delay(0.9))))
    }

    static func messages(_ name: String, _ score: AlertScore) -> String {
        figure(
            name + ", \(score.told) of \(score.faults) faults, messages each", score.messagesPerFault, "%.2f",
            score.messagesPerFault <= 1.3, "at most 1.3")
    }

    static func summary(_ score: FaultScore, _ kinds: [String]) -> String {
        var lines = ["", "all sets, \(score.faults) faults in \(Int(score.apiDays)) days of an API"]
        lines.append(figure("recall", score.recall, "%.3f", score.recall >= 0.97, "at least 0.97"))
        lines.append(
            figure(
                "false pages per API and week", score.falsePagesPerWeek, "%.3f", score.falsePagesPerWeek <= 0.25,
                "at most 0.25"))
        lines.append(
            figure("pages per caught fault", score.pagesPerFault, "%.2f", score.pagesPerFault <= 1.2, "at most 1.2"))
        lines.append(delay("delay, median", score.delay(0.5), 105))
        lines.append(delay("delay, p90", score.delay(0.9), 600))
        for kind in kinds where score.faultsOfKind[kind] != nil {
            let recall = score.recall(kind: kind)
            lines.append(figure("recall of \(kind)", recall, "%.3f", recall >= 0.85, "at least 0.85"))
            let isUrgent = kind == "outage" || kind == "spike"
            lines.append(delay("delay of \(kind), median", score.delay(0.5, kind: kind), isUrgent ? 60 : nil))
        }
        return lines.joined(separator: "\n")
    }

    static func clean(_ scores: [FaultScore]) -> String {
        let pages = scores.map(\.falsePages)
        let most = pages.max() ?? 0
        return [
            "", "clean life, \(scores.count) APIs for \(Int(scores.first?.apiDays ?? 0)) days",
            figure("pages in all", Double(pages.reduce(0, +)), "%.0f", nil, ""),
            figure("APIs with more than two", Double(pages.count { $0 > 2 }), "%.0f", most <= 2, "at most 0"),
            figure("most of one API", Double(most), "%.0f", most <= 2, "at most 2"),
        ].joined(separator: "\n")
    }

    private static func delay(_ name: String, _ value: Int?, _ bar: Int?) -> String {
        guard let value else { return line(name, "none was caught") }
        return figure(name, Double(value), "%.0f s", bar.map { value <= $0 }, bar.map { "at most \($0) s" } ?? "")
    }

    private static func figure(
        _ name: String, _ value: Double, _ format: String, _ isReached: Bool?, _ bar: String
    ) -> String {
        let verdict = isReached.map { $0 ? "reached" : "MISSED" } ?? ""
        let text = String(format: format, value).padding(toLength: 10, withPad: " ", startingAt: 0)
        return line(name, text + bar.padding(toLength: 16, withPad: " ", startingAt: 0) + verdict)
    }

    private static func line(_ name: String, _ text: String) -> String {
        name.padding(toLength: 34, withPad: " ", startingAt: 0) + text
    }

    private static func seconds(_ value: Int?) -> String { value.map { "\($0) s" } ?? "-" }
}
