import Foundation
import SondeCore
import Testing

@testable import sonde

/// The page of `--plot`, as far as it can be seen without a browser.
@Suite struct PlotDocumentTests {
    private struct Summary: Decodable {
        struct Page: Decodable, Equatable {
            var from: Int64
            var to: Int64?
            var severity: String
            var kind: String
            var reasons: [String]
        }
        var name: String
        var points: Int
        var failures: Int
        var marks: Int
        var pages: [Page]
    }

    private struct Detail: Decodable {
        struct Mark: Decodable {
            var time: Int64
            var value: Double?
            var surprise: Double?
            var score: Double?
            var reasons: [String]
        }
        var pause: Int64?
        var at: [Int64]
        var last: [Double?]
        var length: [Int64]?
        var low: [Double?]?
        var failures: [Int]?
        var marks: [Mark]
        var leftOut: Int
    }

    private let hostile = "</script><script>alert(1)</script><!-- \u{2028} \" \\ {{data}} & \u{7} 😀"

    private func at(_ minutes: Int) -> Timestamp { Timestamp(seconds: 1_767_225_600 + Double(minutes) * 60) }

    /// What stands in a `<script>` of data.
    private func json<Value: Decodable>(_ id: String, of html: String, as type: Value.Type) throws -> Value {
        let begin = try #require(html.firstRange(of: "id=\"\(id)\">")).upperBound
        let end = try #require(html[begin...].firstRange(of: "</script>")).lowerBound
        return try JSONDecoder().decode(type, from: Data(html[begin..<end].utf8))
    }

    private func plot(_ name: String, points: Int) -> SeriesPlot {
        var plot = SeriesPlot(name: name, isResponseTime: true)
        for minute in 0..<points {
            plot.add(time: at(minute), value: minute == 3 ? nil : 100 / 3, expected: minute > 2 ? 20...40 : nil)
        }
        return plot
    }

    @Test func nothingIsLoaded() throws {
        let html = PlotDocument.html(of: [plot("a", points: 9)], title: "A backtest")
        for reference in ["http://", "https://", "//www", " src=", "@import", "url(", "<link rel=\"stylesheet\""] {
            #expect(!html.contains(reference), "the page refers to \(reference)")
        }
        #expect(html.contains("default-src 'none'"))
        #expect(html.hasPrefix("<!doctype html>"))
        #expect(html.hasSuffix("</html>\n"))
        #expect(!html.contains("{{"))
    }

    @Test func dataCannotBreakOut() throws {
        var plot = plot(hostile, points: 9)
        plot.addMark(time: at(1), value: 5, surprise: 3, reasons: [hostile])
        plot.addPage(opened: at(1), closed: at(2), severity: hostile, kind: hostile, reasons: [hostile])
        let html = PlotDocument.html(of: [plot], title: hostile)
        let plain = PlotDocument.html(of: [self.plot("a", points: 9)], title: "a")
        for tag in ["<script", "</script", "<!--", "<title", "</title"] {
            #expect(html.components(separatedBy: tag).count == plain.components(separatedBy: tag).count, "\(tag)")
        }
        let summary = try #require(try json("summary", of: html, as: [Summary].self).first)
        #expect(summary.name == hostile)
        #expect(summary.pages.first?.reasons == [hostile])
        #expect(try json("series-0", of: html, as: Detail.self).marks.first?.reasons == [hostile])
        #expect(html.contains("<title>&lt;/script&gt;"))
    }

    @Test func pointsMarksAndPagesArePresent() throws {
        var plot = plot("a", points: 9)
        plot.addMark(time: at(4), value: 123.456789, surprise: 3.5, score: -0.25, reasons: ["slow"])
        plot.addPage(opened: at(6), closed: nil, severity: "high", kind: "slow", reasons: ["slow", "still"])
        plot.addPage(opened: at(1), closed: at(2), severity: "medium", kind: "failures", reasons: [])
        let html = PlotDocument.html(of: [self.plot("b", points: 2), plot], title: "a")
        let summary = try json("summary", of: html, as: [Summary].self)[1]
        #expect(summary.points == 9 && summary.failures == 1 && summary.marks == 1)
        #expect(summary.pages.map(\.from) == [at(1).milliseconds, at(6).milliseconds])
        #expect(summary.pages.map(\.to) == [at(2).milliseconds, nil])
        let detail = try json("series-1", of: html, as: Detail.self)
        #expect(detail.at == [at(0).milliseconds] + [Int64](repeating: 60_000, count: 8))
        #expect(detail.last == [33.3333, 33.3333, 33.3333, nil, 33.3333, 33.3333, 33.3333, 33.3333, 33.3333])
        #expect(detail.low?.prefix(4) == [nil, nil, nil, 20])
        #expect(detail.failures == [0, 0, 0, 1, 0, 0, 0, 0, 0])
        #expect(detail.length == nil)
        #expect(detail.pause == 150_000)
        let mark = try #require(detail.marks.first)
        #expect(mark.value == 123.457 && mark.score == -0.25)
    }

    @Test func marksBeyondTheLimitAreCounted() throws {
        var plot = plot("a", points: 5)
        for index in 0..<2500 {
            plot.addMark(time: at(index), value: 1, surprise: Double(index % 100), reasons: [])
        }
        let html = PlotDocument.html(of: [plot], title: "a")
        let detail = try json("series-0", of: html, as: Detail.self)
        #expect(detail.marks.count == 2000 && detail.leftOut == 500)
        #expect(detail.marks.allSatisfy { ($0.surprise ?? 0) >= 20 })
    }

    @Test func manySeriesShareTheRoom() {
        let plots = [SeriesPlot](repeating: plot("a", points: 4000), count: 400)
        var size = 0
        var largest = 0
        PlotDocument.write(plots, title: "a") { part in
            size += part.count
            largest = max(largest, part.count)
        }
        #expect(size < 40_000_000)
        #expect(largest < 200_000)
    }

    @Test func nothingToShowIsNoError() throws {
        let empty = SeriesPlot(name: "a", isResponseTime: false)
        #expect(try json("summary", of: PlotDocument.html(of: [], title: ""), as: [Summary].self).isEmpty)
        let detail = try json("series-0", of: PlotDocument.html(of: [empty], title: ""), as: Detail.self)
        #expect(detail.at.isEmpty && detail.pause == nil)
    }

    @Test(arguments: [
        (0.0, "0"), (-0.0, "0"), (12, "12"), (1 / 3, "0.333333"), (123_456_789, "123457000"), (-2.5, "-2.5"),
        (1e-9, "1e-09"), (1.23456789e-7, "1.23457e-07"), (1e300, "1e+300"), (99.99999999, "100"), (.infinity, "null"),
        (.nan, "null"),
    ])
    func numbersAreCompact(value: Double, text: String) {
        var json = ScriptJSON()
        json.number(value)
        #expect(String(decoding: json.bytes, as: UTF8.self) == text)
    }
}
