import SondeCore
import Testing

@testable import sonde

/// Which marks of a series are kept.
@Suite struct PlotMarksTests {
    private func mark(_ index: Int, _ surprise: Double) -> PlotMark {
        PlotMark(time: Timestamp(seconds: Double(index)), value: nil, surprise: surprise, score: nil, reasons: [])
    }

    @Test func allAreKeptUpToTheLimit() {
        var marks = PlotMarks(limit: 3)
        for index in 0..<3 { marks.add(mark(index, Double(index % 2))) }
        #expect(marks.kept == [mark(0, 0), mark(1, 1), mark(2, 0)])
        #expect(marks.leftOut == 0)
    }

    @Test(arguments: [4, 7, 19, 1000])
    func theMostSurprisingAreKept(count: Int) {
        var marks = PlotMarks(limit: 3)
        let all = (0..<count).map { mark($0, Double(($0 * 37) % 11)) }
        for mark in all { marks.add(mark) }
        let ranked = all.enumerated().sorted { one, other in
            (one.element.surprise, -one.offset) > (other.element.surprise, -other.offset)
        }
        #expect(marks.kept == ranked.prefix(3).sorted { $0.offset < $1.offset }.map(\.element))
        #expect(marks.leftOut == count - 3)
        #expect(marks.total == count)
    }

    @Test func aSurpriseThatIsNoNumberIsNone() throws {
        var plot = SeriesPlot(name: "a", isResponseTime: true)
        plot.addMark(time: Timestamp(seconds: 0), value: 1, surprise: .nan, reasons: [])
        #expect(plot.marks.kept.first?.surprise == 0)
    }
}
