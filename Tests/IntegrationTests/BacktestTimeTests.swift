import Foundation
import Testing

/// What `sonde backtest` says of times that cannot be those of the rows.
@Suite struct BacktestTimeTests {
    private let kit: BacktestKit

    init() throws {
        kit = try BacktestKit()
    }

    private static let wrongTimes: [(Int, String)] = [
        (
            200,
            "data.csv:201: the time 2062-01-05T03:19:00Z lies 36 years after the line before it; correct the line or "
                + "remove it."
        ),
        (
            2,
            "data.csv:3: the time 2062-01-05T00:01:00Z lies 36 years after the line before it; correct or remove one "
                + "of them."
        ),
        (
            1,
            "data.csv:3: the time 2026-01-05T00:01:00Z lies 36 years before the line before it; correct or remove one "
                + "of them."
        ),
    ]

    @Test(arguments: wrongTimes)
    func aWrongYearIs65(index: Int, sentence: String) async throws {
        var lines = BacktestKit.values(300)
        lines[index] = lines[index].replacing("2026-", with: "2062-")
        try kit.write(lines, to: "data.csv")
        let backtest = try await kit.sonde("data.csv", "--output", "s.csv", "--alerts", "p.jsonl")
        #expect(backtest.exitCode == 65)
        #expect(backtest.errors == sentence + "\n")
        #expect(try kit.files() == ["data.csv"])
    }

    /// Each has a past of its own.
    @Test func theRowBeforeIsThatOfTheSameAPI() async throws {
        let lines = [
            "time,api_name,value", "2010-01-01 00:00:00,a,1", "2026-01-01 00:00:00,b,1", "2010-01-01 00:01:00,a,1",
        ]
        try kit.write(lines, to: "data.csv")
        #expect(try await kit.sonde("data.csv").exitCode == 0)
        try kit.write(lines + ["2026-01-01 00:01:00,b,1", "2019-01-01 00:00:00,a,1"], to: "data.csv")
        let backtest = try await kit.sonde("data.csv")
        #expect(backtest.exitCode == 65)
        let sentence = "data.csv:6: the time 2019-01-01T00:00:00Z lies 9 years after the row of 'a' before it; "
        #expect(backtest.errors == sentence + "correct the line or remove it.\n")
    }

    @Test(arguments: [("2026-01-04T00:00:00Z", 0 as Int32), ("2026-01-06T00:00:00Z", 65)])
    func aPauseMayLastFiveYears(time: String, exitCode: Int32) async throws {
        try kit.write(["time,value", "2021-01-04T12:00:00Z,1", "\(time),1"], to: "data.csv")
        #expect(try await kit.sonde("data.csv").exitCode == exitCode)
    }

    /// A row from long ago does not hide those after it.
    @Test func aRowFromLongAgoIsLate() async throws {
        var lines = BacktestKit.values(300)
        lines[200] = lines[200].replacing("2026-", with: "1970-")
        try kit.write(lines, to: "data.csv")
        let backtest = try await kit.sonde("data.csv")
        #expect(backtest.exitCode == 0)
        #expect(backtest.output.hasSuffix("\n1 row is not later than the one before and passed over.\n"))
    }

    @Test func aFileThatRunsBackwardsIs65() async throws {
        let lines = BacktestKit.values(300)
        try kit.write([lines[0]] + lines.dropFirst().reversed(), to: "data.csv")
        let backtest = try await kit.sonde("data.csv")
        #expect(backtest.exitCode == 65)
        let sentence =
            "data.csv begins with its newest rows, the newest of 2026-01-05T04:59:00Z; sort it by time, the oldest "
            + "first, or correct that time."
        #expect(backtest.errors == sentence + "\n")
    }
}
