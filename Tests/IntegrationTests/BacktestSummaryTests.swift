import Foundation
import Testing

/// What `sonde backtest` says besides its figures, and how it says them.
@Suite struct BacktestSummaryTests {
    private let kit: BacktestKit

    init() throws {
        kit = try BacktestKit()
    }

    // MARK: Figures

    @Test func aSeriesOfNumbersHasNoBudget() async throws {
        try kit.write(BacktestKit.values(2000), to: "past/load.csv")
        let alone = try await kit.sonde("past/load.csv")
        #expect(alone.output.split(separator: "\n")[1].hasSuffix(" –"), "\(alone.output)")
        try kit.write(BacktestKit.values(2000), to: "past/queue.csv")
        let both = try await kit.sonde("past")
        #expect(both.output.split(separator: "\n")[3].hasSuffix(" –"), "\(both.output)")
        // Of all together it is that of the probes: three days of four weeks.
        try kit.write(BacktestKit.probes(17_280), to: "past/probes.csv")
        let mixed = try await kit.sonde("past")
        #expect(mixed.output.split(separator: "\n")[4].hasSuffix(" 0.1 in all"), "\(mixed.output)")
        #expect(mixed.output.contains("1 in 4 weeks"), "\(mixed.output)")
    }

    @Test func aPageOfOneValueSaysSo() async throws {
        var lines = BacktestKit.values()
        for index in BacktestKit.spike.dropFirst() { lines[1 + index] = BacktestKit.time(60 * index) + ",100" }
        try kit.write(lines, to: "load.csv")
        let backtest = try await kit.sonde("load.csv", "--alerts", "p.jsonl")
        let page = try #require(try kit.pages("p.jsonl").first { $0.openedAt == $0.closedAt })
        #expect(page.kind == "high")
        #expect(backtest.output.contains("  load  high  for one value  value "), "\(backtest.output)")
        #expect(!backtest.output.contains("0 ms"))
    }

    // MARK: Notes

    @Test func aColumnThatIsNearlyKnownIsNotedOnceAFile() async throws {
        let lines = BacktestKit.probes(50).dropFirst()
        let header = "timestamp,api_name,response_time_ms,succes,status_code,label"
        for name in ["a", "b"] { try kit.write([header] + lines, to: "past/\(name).csv") }
        let sentence = ": the column 'succes' is passed over; did you mean 'success'?\n"
        let one = try await kit.sonde("past/a.csv", "--output", "-")
        #expect(one.exitCode == 0)
        #expect(one.errors.hasSuffix("\npast/a.csv" + sentence), "\(one.errors)")
        let both = try await kit.sonde("past")
        #expect(both.output.hasSuffix("\npast/a.csv and past/b.csv" + sentence), "\(both.output)")
    }

    @Test func theFilesOfAFolderWithoutRowsAreNamed() async throws {
        try kit.write(BacktestKit.values(50), to: "past/full.csv")
        for name in ["a", "b"] { try kit.write(["time,value"], to: "past/\(name).csv") }
        let backtest = try await kit.sonde("past")
        #expect(backtest.exitCode == 0)
        #expect(backtest.output.hasSuffix("\npast/a.csv and past/b.csv have no rows.\n"), "\(backtest.output)")
    }

    @Test(arguments: ["--config", "--compare"])
    func otherAPIsHaveTheDefaultsOfTheFile(option: String) async throws {
        try kit.write(BacktestKit.probes(), to: "data.csv")
        let search = ["endpoints:", "  - {name: search, url: 'http://127.0.0.1:1/', anomaly: {mode: page}}"]
        try kit.write(["defaults: {anomaly: {mode: observe}}"] + search, to: "observe.yaml")
        let observed = try await kit.sonde("data.csv", option, "observe.yaml")
        let row = observed.output.split(separator: "\n")[1]
        let pages = try BacktestKit.Told("orders", observed.output).pages
        #expect(option == "--config" ? pages == 0 : row.hasSuffix(" 0 (-1)"), "\(row)")
        let known = "orders is not among the endpoints of \(option): the "
        #expect(observed.output.contains(known + "defaults of that file were taken.\n"), "\(observed.output)")
        try kit.write(search, to: "plain.yaml")
        let usual = try await kit.sonde("data.csv", option, "plain.yaml")
        #expect(usual.output.contains(known + "usual settings were taken.\n"), "\(usual.output)")
    }
}
