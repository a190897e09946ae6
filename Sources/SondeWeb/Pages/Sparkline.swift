/// The path of a sparkline in a box of 120 by 28: one line for the response times, ticks at the bottom for probes
/// without a response.
struct Sparkline: Equatable {
    /// Data of an SVG path; empty without a response.
    var line = ""
    /// Data of an SVG path; empty when every probe had a response.
    var ticks = ""

    static let width = 120.0
    static let height = 28.0
    private static let slots = 60

    /// - Parameter times: Response times, oldest first, at most 60; nil where no response came. The newest stands at
    ///   the right edge.
    init(_ times: [Float?]) {
        let values = times.compactMap { $0.map(Double.init) }.filter(\.isFinite)
        let scale = Scale(values)
        let step = Self.width / Double(Self.slots - 1)
        var x = Self.width - step * Double(times.count - 1)
        var drawing = false
        for time in times {
            if let time, time.isFinite {
                line += (drawing ? "L" : "M") + point(x, scale.y(Double(time)))
                drawing = true
            } else {
                ticks += "M" + point(x, Self.height - 6) + "V\(Int(Self.height))"
                drawing = false
            }
            x += step
        }
        // A single point has no length; a round line cap shows it all the same.
        if values.count == 1 { line += "h0" }
    }

    private func point(_ x: Double, _ y: Double) -> String {
        "\(tenth(x)) \(tenth(y))"
    }

    private func tenth(_ value: Double) -> String {
        let rounded = Int((value * 10).rounded())
        let sign = rounded < 0 ? "-" : ""
        let (whole, part) = abs(rounded).quotientAndRemainder(dividingBy: 10)
        return part == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(part)"
    }

    /// From the smallest to the largest, but at least half of the median, so that small noise stays small.
    private struct Scale {
        private let low: Double
        private let span: Double

        init(_ values: [Double]) {
            let sorted = values.sorted()
            let (least, most) = (sorted.first ?? 0, sorted.last ?? 0)
            let smallestSpan = max(sorted.isEmpty ? 1 : sorted[sorted.count / 2] / 2, 0.001)
            span = max(most - least, smallestSpan)
            low = (most + least - span) / 2
        }

        func y(_ value: Double) -> Double {
            Sparkline.height - 3 - (value - low) / span * (Sparkline.height - 6)
        }
    }
}
