import Foundation
import Testing

/// `sonde backtest` as a person types it, on real files.
@Suite struct BacktestCommandTests {
    private let kit: BacktestKit

    init() throws {
        kit = try BacktestKit()
    }

    private static let header = "timestamp,api_name,value,anomaly_score,surprise,is_anomaly,severity,reasons"

    // MARK: Help

    @Test(arguments: [
        "api_name", "anomaly_score", "surprise", "is_anomaly", "opened_at", "closed_at", "response_time_ms",
        "error_message", "--output", "--alerts", "--plot", "--sensitivity", "--compare", "--since", "EXAMPLES",
        "EXIT CODES", "semicolons", "tabs", "milliseconds", "is empty for a failed probe", "65", "66", "73", "74", "78",
        "standard input", "RFC 3339", "default: 30d",
    ])
    func helpIsWorthReading(word: String) async throws {
        let help = try await kit.sonde("--help")
        #expect(help.exitCode == 0 && help.errors.isEmpty)
        #expect(help.output.contains(word))
        #expect(!help.output.split(separator: "USAGE:")[0].split(separator: "\n").contains { $0.count > 80 })
    }

    // MARK: Scored rows

    @Test func eachRowIsKeptAsItWasGivenWithItsScores() async throws {
        let times = [
            "2026-01-05 00:00:00", "2026-01-05T00:01:00Z", "2026-01-05T01:02:00.250+01:00", "1767571380",
            "1767571440.5", "1767571500000",
        ]
        try kit.write(["Time,Extra,VALUE"] + times.map { "\($0),x,1.5" } + ["1767571560,x,"], to: "data.csv")
        let backtest = try await kit.sonde("data.csv", "--output", "s.csv")
        #expect(backtest.exitCode == 0 && backtest.errors.isEmpty, "\(backtest.errors)")
        let expected = times.map { "\($0),data,1.5,0,0,false,," } + ["1767571560,data,,0,0,false,,"]
        #expect(try kit.text("s.csv") == ([Self.header] + expected).map { $0 + "\n" }.joined())
        #expect(backtest.output.hasSuffix("\nrows: s.csv\n"), "\(backtest.output)")
    }

    @Test func namesAreThoseOfTheColumnOrElseOfTheFile() async throws {
        let lines = ["time,value,api_name", "0,1,a", "0,2,\"b, \"\"2\"\"\"", "60,3,", "60,4,a"]
        try kit.write(lines, to: "orders.eu.csv")
        let backtest = try await kit.sonde("orders.eu.csv", "--output", "-")
        let rows = ["0,a,1", "0,\"b, \"\"2\"\"\",2", "60,orders.eu,3", "60,a,4"].map { $0 + ",0,0,false,,\n" }
        #expect(backtest.output == Self.header + "\n" + rows.joined())
        #expect(try BacktestKit.Told("a", backtest.errors).rows == 2)
        #expect(try BacktestKit.Told("all 3", backtest.errors).rows == 4)
    }

    @Test func aSpikeIsMarkedAndPaged() async throws {
        try kit.write(BacktestKit.values(), to: "load.csv")
        let backtest = try await kit.sonde("load.csv", "--output", "s.csv", "--alerts", "p.jsonl")
        #expect(backtest.exitCode == 0, "\(backtest.errors)")
        let lines = try kit.lines("s.csv")
        #expect(lines.count == 1001)
        #expect(lines.first == Self.header)
        let fields = lines[1 + BacktestKit.spike.lowerBound].split(separator: ",", omittingEmptySubsequences: false)
        let spiked = BacktestKit.time(60 * BacktestKit.spike.lowerBound)
        #expect(fields[0] == spiked && fields[1] == "load" && fields[5] == "true")
        let (score, surprise) = (try #require(Double(fields[3])), try #require(Double(fields[4])))
        #expect(score < 0 && surprise > 2)
        #expect(["medium", "high", "critical"].contains(String(fields[6])))
        #expect(fields[7].hasPrefix("\"value 9") || fields[7].hasPrefix("\"value 8"), "\(fields[7])")
        let page = try #require(try kit.pages("p.jsonl").first { $0.kind == "high" })
        #expect(page.apiName == "load" && page.severity == "high")
        #expect(page.openedAt == spiked.replacing("Z", with: ".000Z"))
        #expect(
            page.closedAt == BacktestKit.time(60 * (BacktestKit.spike.upperBound - 1)).replacing("Z", with: ".000Z"))
        #expect(page.reasons.first?.contains("above its usual of the last 15") == true, "\(page.reasons)")
    }

    @Test func anOutageIsOnePage() async throws {
        try kit.write(BacktestKit.probes(), to: "data.csv")
        let backtest = try await kit.sonde("data.csv", "--output", "s.csv", "--alerts", "p.jsonl")
        #expect(backtest.exitCode == 0, "\(backtest.errors)")
        let pages = try kit.pages("p.jsonl")
        try #require(pages.count == 1)
        let page = pages[0]
        #expect(page.kind == "failures" && page.severity == "critical" && page.apiName == "orders")
        let began = BacktestKit.time(15 * BacktestKit.outage.lowerBound).replacing("Z", with: ".000Z")
        let ended = BacktestKit.time(15 * BacktestKit.outage.upperBound).replacing("Z", with: ".000Z")
        #expect(page.openedAt >= began && page.openedAt < ended)
        #expect(try #require(page.closedAt) >= ended)
        #expect(page.reasons.contains { $0.contains("Connection refused, twice.") }, "\(page.reasons)")
        let failed = try kit.lines("s.csv")[1 + BacktestKit.outage.lowerBound]
        #expect(failed.hasPrefix(BacktestKit.time(15 * BacktestKit.outage.lowerBound) + ",orders,,,"), "\(failed)")
        #expect(failed.hasSuffix(",false,critical,\"Connection refused, twice.\""), "\(failed)")
    }

    /// The promise of the replay: nothing that comes later changes what was said before.
    @Test(arguments: ["values", "probes"], [10, 11, 100, 500, 812])
    func whatComesLaterChangesNothing(kind: String, count: Int) async throws {
        let lines = kind == "values" ? BacktestKit.values() : BacktestKit.probes()
        try kit.write(lines, to: "whole/data.csv")
        try kit.write(Array(lines.prefix(1 + count)), to: "part/data.csv")
        let whole = try await kit.sonde("whole/data.csv", "--output", "whole.csv")
        let part = try await kit.sonde("part/data.csv", "--output", "part.csv")
        #expect(whole.exitCode == 0 && part.exitCode == 0, "\(whole.errors)\(part.errors)")
        let pairs = zip(try kit.lines("part.csv"), try kit.lines("whole.csv")).map { ($0, $1) }
        #expect(pairs.count == 1 + count)
        let difference = pairs.first { $0 != $1 }
        #expect(difference == nil, "\(difference.map { "\($0.0) is \($0.1)" } ?? "")")
    }

    @Test(arguments: ["low", "medium", "high"])
    func isolatedErrorsSendNothing(sensitivity: String) async throws {
        try kit.write(BacktestKit.isolatedOnes(), to: "errors.csv")
        try kit.write(BacktestKit.isolatedFailures(), to: "probes.csv")
        for name in ["errors", "probes"] {
            let backtest = try await kit.sonde(
                "\(name).csv", "--sensitivity", sensitivity, "--alerts", "\(name).jsonl")
            #expect(backtest.exitCode == 0, "\(backtest.errors)")
            let pages = try kit.text("\(name).jsonl")
            #expect(pages.isEmpty, "\(name): \(pages)")
            let told = try BacktestKit.Told(name, backtest.output)
            #expect(told.pages == 0, "\(backtest.output)")
        }
    }

    @Test func aSizeThatIsNotSaidIsNoSizeOfZero() async throws {
        let header = "timestamp,response_time_ms,success,response_size_bytes"
        let lines = (0..<1500).map { index in
            // A failure comes with an error page.
            let fails = index == 1000
            let size = (1001..<1100).contains(index) ? "" : fails ? "150" : "\(12_390 + index * 7 % 13)"
            return "\(BacktestKit.time(15 * index)),\(98 + index * 11 % 5),\(!fails),\(size)"
        }
        try kit.write([header] + lines, to: "data.csv")
        let backtest = try await kit.sonde("data.csv")
        #expect(try BacktestKit.Told("data", backtest.output).pages == 0, "\(backtest.output)")
        // One of 0 bytes is told.
        try kit.write([header] + lines.map { $0.hasSuffix(",") ? $0 + "0" : $0 }, to: "data.csv")
        let told = try await kit.sonde("data.csv")
        #expect(told.output.contains("0 bytes instead of"), "\(told.output)")
    }

    // MARK: Where rows come from

    @Test func gzipAndStandardInputAreTheSame() async throws {
        try kit.write(BacktestKit.probes(), to: "data.csv")
        try await kit.shell("gzip -k data.csv")
        let plain = try await kit.sonde("data.csv", "--output", "-")
        let gzip = try await kit.sonde("data.csv.gz", "--output", "-")
        let piped = try await kit.shell("$SONDE backtest - --output - < data.csv")
        let pipedGzip = try await kit.shell("cat data.csv.gz | $SONDE backtest - --output -")
        #expect(plain.output.split(separator: "\n").count == 1001)
        for other in [gzip, piped, pipedGzip] {
            #expect(other.exitCode == 0, "\(other.errors)")
            let isSame = other.output == plain.output
            #expect(isSame)
            #expect(other.errors == plain.errors, "the summary")
        }
    }

    @Test func withoutANameStandardInputIsCalledSo() async throws {
        let piped = try await kit.shell("printf 'time,value\\n0,1\\n60,2\\n' | $SONDE backtest - --output -")
        let rows = ["0", "60"].enumerated().map { "\($1),standard input,\($0 + 1),0,0,false,,\n" }.joined()
        #expect(piped.output == Self.header + "\n" + rows)
        #expect(try BacktestKit.Told("standard input", piped.errors).rows == 2)
    }

    @Test func aFolderIsReplayedIntoAFolder() async throws {
        try kit.write(BacktestKit.values(300), to: "past/eu/load.csv")
        try kit.write(BacktestKit.values(200), to: "past/eu/west/load.CSV")
        try kit.write(BacktestKit.probes(), to: "past/probes.csv")
        try kit.write(BacktestKit.values(100), to: "past/us.csv")
        try await kit.shell("gzip past/us.csv")
        try kit.write(["no series"], to: "past/notes.txt")
        try kit.write(["no series"], to: "past/.hidden.csv")
        let inputs = try kit.files()
        let backtest = try await kit.sonde("past", "--output", "new/scored", "--alerts", "p.jsonl")
        #expect(backtest.exitCode == 0, "\(backtest.errors)")
        let outputs = ["eu/load.csv", "eu/west/load.CSV", "probes.csv", "us.csv"].map { "new/scored/" + $0 }
        #expect(try kit.files() == inputs.union(outputs + ["p.jsonl"]))
        #expect(try outputs.map { try kit.lines($0).count } == [301, 201, 1001, 101])
        #expect(try kit.lines(outputs[0])[1].split(separator: ",")[1] == "eu/load")
        for (name, rows) in [("eu/load", 300), ("eu/west/load", 200), ("orders", 1000), ("us", 100), ("all 4", 1600)] {
            #expect(try BacktestKit.Told(name, backtest.output).rows == rows)
        }
        // As if each were replayed by itself.
        _ = try await kit.sonde("past/probes.csv", "--output", "alone.csv")
        let isSame = try kit.text("alone.csv") == kit.text("new/scored/probes.csv")
        #expect(isSame)
    }

    @Test func threadsChangeNothing() async throws {
        for name in ["a", "b", "c"] { try kit.write(BacktestKit.probes(900, of: name), to: "past/\(name).csv") }
        for threads in ["1", "3"] {
            let backtest = try await kit.sonde(
                "past", "--threads", threads, "--alerts", threads, "--plot", threads + "p")
            #expect(backtest.exitCode == 0, "\(backtest.errors)")
        }
        let isSame = try (kit.text("1") == kit.text("3"), kit.text("1p") == kit.text("3p"))
        #expect(isSame == (true, true))
    }

    @Test func lateRowsAreCountedAndSaid() async throws {
        var lines = BacktestKit.values(300)
        lines.insert(lines[20], at: 21)
        try kit.write(lines, to: "one.csv")
        lines.insert(lines[50], at: 200)
        try kit.write(lines, to: "two.csv")
        let one = try await kit.sonde("one.csv")
        #expect(one.output.hasSuffix("\n1 row is not later than the one before and passed over.\n"), "\(one.output)")
        let two = try await kit.sonde("two.csv", "--output", "s.csv")
        #expect(two.exitCode == 0)
        #expect(two.output.contains("\n2 rows are not later than the one before and passed over.\n"), "\(two.output)")
        let late = try kit.lines("s.csv")[200]
        #expect(late.hasPrefix(lines[50].split(separator: ",")[0]) && late.hasSuffix(",0,0,false,,"), "\(late)")
    }

    // MARK: Pages and plot

    @Test func pagesAreJSONLinesInTheOrderOfTheirOpening() async throws {
        // The one that comes first in the file opens last, and stays open.
        try kit.write(BacktestKit.probes(820, of: "a"), to: "past/1.csv")
        try kit.write(BacktestKit.values(), to: "past/0.csv")
        let head = BacktestKit.probes(1000, of: "b\"/ü")
        try kit.write([head[0]] + head.dropFirst(301), to: "past/2.csv")
        let backtest = try await kit.sonde("past", "--alerts", "p.jsonl")
        #expect(backtest.exitCode == 0, "\(backtest.errors)")
        let pages = try kit.pages("p.jsonl")
        #expect(pages.count >= 3)
        for page in pages {
            #expect(page.keys == ["api_name", "opened_at", "closed_at", "severity", "kind", "reasons"])
            #expect(!page.reasons.isEmpty)
            if let closed = page.closedAt { #expect(closed >= page.openedAt) }
        }
        #expect(pages.map(\.openedAt) == pages.map(\.openedAt).sorted())
        #expect(Set(pages.map(\.apiName)) == ["0", "a", "b\"/ü"])
        #expect(pages.filter { $0.closedAt == nil }.map(\.apiName) == ["a"])
        #expect(backtest.output.hasSuffix("\npages: p.jsonl\n"), "\(backtest.output)")
    }

    @Test func whereNothingIsToldTheFileOfPagesIsEmpty() async throws {
        try kit.write(BacktestKit.values(100), to: "data.csv")
        let backtest = try await kit.sonde("data.csv", "--alerts", "p.jsonl")
        #expect(backtest.exitCode == 0)
        #expect(try kit.text("p.jsonl").isEmpty)
    }

    @Test func thePlotNeedsNoNetwork() async throws {
        try kit.write(BacktestKit.probes(of: "orders</script><b>"), to: "data.csv")
        let backtest = try await kit.sonde("data.csv", "--plot", "p.html")
        #expect(backtest.exitCode == 0, "\(backtest.errors)")
        let page = try kit.text("p.html")
        #expect(page.hasPrefix("<!doctype html>"))
        // Compared outside, or a failure would print the whole page.
        for (text, isThere) in [
            ("http://", false), ("https://", false), ("@import", false), ("</script><b>", false),
            ("Connection refused, twice.", true),
        ] {
            let isFound = page.contains(text)
            #expect(isFound == isThere, "\(text)")
        }
        #expect(backtest.output.hasSuffix("\nplot: p.html\n"), "\(backtest.output)")
    }

    @Test func resultsOnStandardOutputLeaveTheSummaryToTheErrors() async throws {
        try kit.write(BacktestKit.probes(), to: "data.csv")
        let pages = try await kit.sonde("data.csv", "--alerts", "-", "--output", "s.csv")
        #expect(pages.exitCode == 0)
        #expect(try BacktestKit.Page(pages.output).kind == "failures")
        #expect(try BacktestKit.Told("orders", pages.errors).rows == 1000)
        #expect(pages.errors.hasSuffix("\nrows: s.csv\n"), "\(pages.errors)")
        let summary = try await kit.sonde("data.csv")
        #expect(try summary.errors.isEmpty && BacktestKit.Told("orders", summary.output).rows == 1000)
        #expect(try kit.files() == ["data.csv", "s.csv"])
    }

    // MARK: Settings

    private func configuration(_ anomaly: String, of name: String = "orders", interval: String = "15s") -> [String] {
        ["endpoints:", "  - {name: \(name), url: 'http://127.0.0.1:1/', interval: \(interval), anomaly: {\(anomaly)}}"]
    }

    @Test func aHigherSensitivityTellsNoLess() async throws {
        try kit.write(BacktestKit.values(), to: "values.csv")
        try kit.write(BacktestKit.probes(), to: "orders.csv")
        for name in ["values", "orders"] {
            var counts: [Int] = []
            for sensitivity in ["low", "medium", "high"] {
                let backtest = try await kit.sonde("\(name).csv", "--sensitivity", sensitivity)
                #expect(backtest.exitCode == 0, "\(backtest.errors)")
                counts.append(try BacktestKit.Told(name, backtest.output).pages)
            }
            #expect(counts == counts.sorted(), "\(counts)")
            #expect(counts[0] >= 1)
        }
    }

    @Test func aLowSensitivityTellsLess() async throws {
        try kit.write(BacktestKit.slowerAndSlower(), to: "orders.csv")
        let low = try await kit.sonde("orders.csv", "--sensitivity", "low")
        let high = try await kit.sonde("orders.csv", "--sensitivity", "high")
        let pages = try [low, high].map { try BacktestKit.Told("orders", $0.output).pages }
        #expect(pages[0] < pages[1], "\(pages)")
    }

    @Test(arguments: [("low", "1 in 12 weeks"), ("medium", "1 in 4 weeks"), ("high", "1 a week")])
    func theBudgetIsThatOfTheSensitivity(sensitivity: String, budget: String) async throws {
        try kit.write(BacktestKit.probes(30), to: "data.csv")
        try kit.write(configuration("sensitivity: \(sensitivity)"), to: "some.yaml")
        let configured = try await kit.sonde("data.csv", "--config", "some.yaml")
        let told = try await kit.sonde("data.csv", "--sensitivity", sensitivity)
        #expect(configured.output == told.output)
        #expect(told.output.split(separator: "\n")[1].hasSuffix(" " + budget), "\(told.output)")
    }

    @Test func anObservedAPISendsNothing() async throws {
        try kit.write(BacktestKit.slowerAndSlower(), to: "orders.csv")
        try kit.write(configuration("mode: observe, sensitivity: high"), to: "observe.yaml")
        try kit.write(configuration("mode: page, sensitivity: high"), to: "page.yaml")
        let backtest = try await kit.sonde("orders.csv", "--config", "observe.yaml", "--alerts", "p.jsonl")
        #expect(backtest.exitCode == 0, "\(backtest.errors)")
        #expect(try kit.text("p.jsonl").isEmpty)
        let observed = try BacktestKit.Told("orders", backtest.output)
        let paged = try BacktestKit.Told("orders", try await kit.sonde("orders.csv", "--config", "page.yaml").output)
        #expect(observed.pages == 0 && paged.pages > 0)
        #expect(observed.marks == paged.marks && paged.marks > 0, "its marks are counted")
    }

    @Test func anotherConfigurationIsComparedWith() async throws {
        try kit.write(BacktestKit.probes(), to: "data.csv")
        try kit.write(configuration("mode: observe"), to: "observe.yaml")
        try kit.write(configuration("sensitivity: low"), to: "low.yaml")
        let observed = try await kit.sonde("data.csv", "--compare", "observe.yaml")
        #expect(observed.exitCode == 0, "\(observed.errors)")
        let lines = observed.output.split(separator: "\n")
        #expect(lines[0].hasSuffix("false-alarm budget  pages by the other"), "\(lines[0])")
        #expect(lines[1].hasSuffix(" 0 (-1)"), "\(lines[1])")
        let low = try await kit.sonde("data.csv", "--compare", "low.yaml")
        #expect(low.output.split(separator: "\n")[1].hasSuffix(" 1"), "\(low.output)")
        let swapped = try await kit.sonde("data.csv", "--config", "observe.yaml", "--compare", "low.yaml")
        #expect(swapped.output.split(separator: "\n")[1].hasSuffix(" 1 (+1)"), "\(swapped.output)")
        let alone = try await kit.sonde("data.csv")
        #expect(!alone.output.contains("by the other"))
    }
}
