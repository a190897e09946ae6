import Foundation

/// One measured figure beside what it is compared with.
struct Figure: Codable, Sendable {
    enum Bar: Codable, Sendable {
        case atLeast(Double)
        case atMost(Double)
        /// A yardstick: nothing is asked of it.
        case none
    }

    var benchmark: String
    var name: String
    var value: Double
    var unit: String
    var bar: Bar

    var isReached: Bool? {
        switch bar {
        case .atLeast(let least): value >= least
        case .atMost(let most): value <= most
        case .none: nil
        }
    }

    static func table(_ figures: [Figure]) -> String {
        let rows = [["benchmark", "figure", "measured", "bar", ""]] + figures.map(\.row)
        let widths = (0..<5).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).enumerated().map { index, cell in
                let padding = String(repeating: " ", count: cell.1 - cell.0.count)
                return index == 2 ? padding + cell.0 : cell.0 + padding
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }

    /// One object a figure: benchmark, name, value, unit, least or most, reached.
    static func json(_ figures: [Figure]) throws -> Data {
        struct Line: Encodable {
            var benchmark: String
            var name: String
            var value: Double
            var unit: String
            var least: Double?
            var most: Double?
            var reached: Bool?
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(
            figures.map { figure in
                var line = Line(
                    benchmark: figure.benchmark, name: figure.name, value: figure.value, unit: figure.unit,
                    reached: figure.isReached)
                switch figure.bar {
                case .atLeast(let least): line.least = least
                case .atMost(let most): line.most = most
                case .none: break
                }
                return line
            })
    }

    private var row: [String] {
        let shownBar =
            switch bar {
            case .atLeast(let least): "at least \(Self.shown(least))"
            case .atMost(let most): "at most \(Self.shown(most))"
            case .none: ""
            }
        let verdict = isReached.map { $0 ? "reached" : "MISSED" } ?? ""
        return [benchmark, name, "\(Self.shown(value)) \(unit)", shownBar, verdict]
    }

    private static func shown(_ value: Double) -> String {
        if value == value.rounded(), abs(value) < 1e9 { return String(Int(value)) }
        return abs(value) >= 100 ? String(Int(value.rounded())) : String((value * 100).rounded() / 100)
    }
}
