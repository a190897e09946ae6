import Foundation
import Testing

/// What `sonde backtest` says of what it cannot use, with which exit code, and that it writes nothing then.
@Suite struct BacktestFaultTests {
    private let kit: BacktestKit

    init() throws {
        kit = try BacktestKit()
    }

    private static let outputs = ["--output", "s.csv", "--alerts", "p.jsonl", "--plot", "p.html"]

    // MARK: 64, the command line

    @Test(arguments: [
        (["data.csv", "--sensitivity", "extreme"], "--sensitivity is low, medium or high, not 'extreme'."),
        (["data.csv", "--since", "7d"], "--since goes with the store; leave it out, or leave out INPUT."),
        (["--since", "soon"], "--since takes a duration such as 30d or 12h, not 'soon'."),
        (["--since", "0d"], "--since takes a duration such as 30d or 12h, not '0d'."),
        (["--since", "30"], "--since takes a duration such as 30d or 12h, not '30'."),
        (["data.csv", "--threads", "0"], "--threads takes 1 to 1024, not 0."),
        (["data.csv", "other.csv"], "Unexpected argument 'other.csv'"),
        (
            ["data.csv", "--output", "-", "--alerts", "-"],
            "--output and --alerts are the same place; name different ones."
        ),
        (
            ["data.csv", "--alerts", "new", "--plot", "new"],
            "--alerts and --plot are the same place; name different ones."
        ),
        (["data.csv", "--output", "data.csv"], "data.csv is data.csv itself, which it would replace;"),
        (["data.csv", "--output", "link.csv"], "link.csv is data.csv itself, which it would replace;"),
    ])
    func aWrongCommandLineIs64(arguments: [String], sentence: String) async throws {
        try kit.write(BacktestKit.probes(), to: "data.csv")
        try FileManager.default.createSymbolicLink(
            atPath: kit.folder.path("link.csv"), withDestinationPath: "data.csv")
        let backtest = try await kit.sonde(arguments)
        #expect(backtest.exitCode == 64)
        #expect(backtest.errors.contains(sentence), "\(backtest.errors)")
        #expect(backtest.output.isEmpty)
        #expect(try kit.files() == ["data.csv", "link.csv"])
        let isKept = try kit.lines("data.csv") == BacktestKit.probes()
        #expect(isKept)
    }

    // MARK: 65, the data

    @Test(arguments: [
        ("", "data.csv is empty; give it a line with the names of its columns, and rows."),
        ("\n\n", "data.csv is empty;"),
        (
            "when,latency\n0,1\n",
            "data.csv:1: no column is called 'timestamp' or 'time', and none 'response_time_ms' or 'value'; the "
                + "columns are 'when', 'latency', so name one of them so or add it."
        ),
        ("time,latency\n0,1\n", "data.csv:1: no column is called 'response_time_ms' or 'value';"),
        (
            "time,value\n0,1\nyesterday,1\n",
            "data.csv:3:1: 'yesterday' is not a time; write it like 2026-11-22T10:04:05Z"
        ),
        ("time,value\n,1\n", "data.csv:2:1: the time is missing; fill it in or remove the row."),
        ("time,value\n0,fast\n", "data.csv:2:2: 'fast' is not a number; correct it or remove the row."),
        ("time,value\n0,inf\n", "data.csv:2:2: 'inf' is infinite or above 1.8e308; limit it or leave it empty."),
        ("time,value\n0,1e309\n", "data.csv:2:2: '1e309' is infinite or above 1.8e308;"),
        ("time,response_time_ms\n0,-1\n", "data.csv:2:2: '-1' is below 0, which no time in ms is;"),
        ("time,response_time_ms,success\n0,1,maybe\n", "data.csv:2:3: 'maybe' is neither true nor false;"),
        ("time,response_time_ms,status_code\n0,1,OK\n", "data.csv:2:3: 'OK' is not an HTTP status code;"),
        ("time,value\n0\n", "data.csv:2:2: the line has 1 of the 2 columns of the first line; complete or remove it."),
        ("time,value\n0,1,2\n", "data.csv:2:3: the line goes on after the 2 columns of the first line;"),
    ])
    func badDataIs65AndWritesNothing(data: String, sentence: String) async throws {
        try kit.folder.write(data, to: "data.csv")
        let backtest = try await kit.sonde(["data.csv"] + Self.outputs)
        #expect(backtest.exitCode == 65)
        #expect(backtest.errors.contains(sentence), "\(backtest.errors)")
        #expect(backtest.output.isEmpty)
        #expect(try kit.files() == ["data.csv"])
    }

    @Test func aFaultAtTheEndOfALongFileWritesNothing() async throws {
        try kit.write(BacktestKit.values(6000) + ["end,1"], to: "data.csv")
        let backtest = try await kit.sonde(["data.csv"] + Self.outputs)
        #expect(backtest.exitCode == 65)
        #expect(backtest.errors.hasPrefix("data.csv:6002:1: 'end' is not a time;"), "\(backtest.errors)")
        #expect(try kit.files() == ["data.csv"])
    }

    @Test func whatWasThereStaysWhenTheDataIsBad() async throws {
        try kit.write(["time,value", "0,fast"], to: "data.csv")
        for name in ["s.csv", "p.jsonl", "p.html"] { try kit.write(["mine"], to: name) }
        let backtest = try await kit.sonde(["data.csv"] + Self.outputs)
        #expect(backtest.exitCode == 65)
        for name in ["s.csv", "p.jsonl", "p.html"] { #expect(try kit.text(name) == "mine\n") }
    }

    @Test func gzipThatBreaksOffIs65() async throws {
        try kit.write(BacktestKit.values(6000), to: "data.csv")
        try await kit.shell("gzip data.csv && head -c 20000 data.csv.gz > cut.csv.gz && rm data.csv.gz")
        let backtest = try await kit.sonde(["cut.csv.gz"] + Self.outputs)
        #expect(backtest.exitCode == 65)
        #expect(backtest.errors.contains("cut.csv.gz is cut off: its gzip data breaks off in the midst;"))
        #expect(try kit.files() == ["cut.csv.gz"])
    }

    @Test func aBadFileOfAFolderIsNamed() async throws {
        try kit.write(BacktestKit.values(100), to: "past/a.csv")
        try kit.write(["time,value", "0,fast"], to: "past/eu/bad.csv")
        let backtest = try await kit.sonde("past", "--alerts", "p.jsonl")
        #expect(backtest.exitCode == 65)
        #expect(backtest.errors.hasPrefix("past/eu/bad.csv:2:2: 'fast' is not a number;"), "\(backtest.errors)")
        #expect(try kit.files() == ["past/a.csv", "past/eu/bad.csv"])
    }

    @Test func theSameSeriesTwiceInAFolderIs65() async throws {
        try kit.write(BacktestKit.values(100), to: "past/a.csv")
        try await kit.shell("gzip -k past/a.csv")
        let backtest = try await kit.sonde("past")
        #expect(backtest.exitCode == 65)
        #expect(
            backtest.errors.hasPrefix("past holds 'a.csv' and 'a.csv.gz', which are the same series but for gzip;"),
            "\(backtest.errors)")
    }

    /// Standard input has no name but this one.
    @Test func standardInputIsNamedInAFault() async throws {
        let backtest = try await kit.shell("printf 'time,value\\n0,fast\\n' | $SONDE backtest -")
        #expect(backtest.exitCode == 65)
        #expect(backtest.errors == "standard input:2:2: 'fast' is not a number; correct it or remove the row.\n")
    }

    @Test func aHeaderAloneIsNoFault() async throws {
        try kit.folder.write("time,value", to: "data.csv")
        let backtest = try await kit.sonde("data.csv", "--output", "s.csv", "--alerts", "p.jsonl")
        #expect(backtest.exitCode == 0)
        #expect(backtest.output.hasPrefix("No rows: nothing would have been sent.\n"), "\(backtest.output)")
        #expect(backtest.output.contains("\ndata.csv has no rows.\n"), "\(backtest.output)")
        #expect(try kit.lines("s.csv").count == 1)
        #expect(try kit.text("p.jsonl").isEmpty)
    }

    /// Numbers near the ends of what a Double holds are judged like others.
    @Test func hugeNumbersAreNoFault() async throws {
        let values = ["1e308", "-1e308", "5e-324", "0", "-0", "1.7976931348623157e308", "NaN", "NA", ""]
        let lines = (0..<900).map { "\($0 * 60),\(values[$0 % values.count])" }
        try kit.write(["time,value"] + lines, to: "data.csv")
        let backtest = try await kit.sonde(["data.csv"] + Self.outputs)
        #expect(backtest.exitCode == 0 && backtest.errors.isEmpty, "\(backtest.errors)")
        let scored = try kit.lines("s.csv")
        #expect(scored.count == 901)
        #expect(!scored.contains { $0.contains(",nan,") || $0.contains(",inf,") || $0.contains(",-inf,") })
        #expect(scored[1].hasPrefix("0,data,1e+308,"))
    }

    // MARK: 66, what is read

    @Test(arguments: [
        ("missing.csv", "missing.csv cannot be opened: No such file or directory."),
        ("empty", "empty holds no .csv and no .csv.gz file; name a file, or a folder with some."),
    ])
    func whatCannotBeReadIs66(input: String, sentence: String) async throws {
        try FileManager.default.createDirectory(atPath: kit.folder.path("empty"), withIntermediateDirectories: false)
        let backtest = try await kit.sonde([input] + Self.outputs)
        #expect(backtest.exitCode == 66)
        #expect(backtest.errors == sentence + "\n")
        #expect(try kit.files().isEmpty)
    }

    @Test func aStoreThatIsNotThereYetIs66AndIsNotMade() async throws {
        try kit.write(["endpoints:", "  - {name: orders, url: 'http://127.0.0.1:1/'}"], to: "sonde.yaml")
        let backtest = try await kit.sonde(Self.outputs)
        #expect(backtest.exitCode == 66)
        #expect(backtest.errors.contains("yet; start 'sonde run' first, or name a CSV file."), "\(backtest.errors)")
        #expect(try kit.files() == ["sonde.yaml"])
    }

    // MARK: 73 and 74, what is written

    @Test(arguments: ["--output", "--alerts", "--plot"])
    func anOutputThatCannotBeIs73(option: String) async throws {
        try kit.write(BacktestKit.values(50), to: "data.csv")
        try FileManager.default.createDirectory(atPath: kit.folder.path("there"), withIntermediateDirectories: false)
        for (path, sentence) in [
            ("there", "there is a folder; name a file to write."),
            ("gone/file", "gone/file cannot be written: there is no folder 'gone'; make it first."),
        ] {
            let backtest = try await kit.sonde("data.csv", option, path)
            #expect(backtest.exitCode == 73)
            #expect(backtest.errors == sentence + "\n")
            #expect(backtest.output.isEmpty)
        }
        #expect(try kit.files() == ["data.csv"])
    }

    @Test func aFileWhereAFolderIsToBeIs73() async throws {
        try kit.write(BacktestKit.values(50), to: "past/data.csv")
        try kit.write(["mine"], to: "there")
        let backtest = try await kit.sonde("past", "--output", "there")
        #expect(backtest.exitCode == 73)
        #expect(
            backtest.errors.hasPrefix("there cannot be made a folder, which it must be for a folder of series;"),
            "\(backtest.errors)")
        #expect(try kit.text("there") == "mine\n")
    }

    @Test(arguments: ["--output", "--alerts", "--plot"])
    func aFullDiskIs74(option: String) async throws {
        try kit.write(BacktestKit.probes(), to: "data.csv")
        let backtest = try await kit.sonde("data.csv", option, "/dev/full")
        #expect(backtest.exitCode == 74)
        #expect(backtest.errors == "/dev/full could not be written to its end: No space left on device.\n")
    }

    // MARK: 78, the configuration

    @Test(arguments: ["--config", "--compare"])
    func aConfigurationThatIsWrongIs78(option: String) async throws {
        try kit.write(BacktestKit.values(50), to: "data.csv")
        try kit.write(["endpoints:", "  - {name: a, url: 'http://127.0.0.1:1/', anomaly: {sens: low}}"], to: "a.yaml")
        for (file, sentence) in [("a.yaml", "a.yaml:2:"), ("gone.yaml", "gone.yaml: there is no such file;")] {
            let backtest = try await kit.sonde(["data.csv", option, file] + Self.outputs)
            #expect(backtest.exitCode == 78)
            #expect(backtest.errors.hasPrefix(sentence), "\(backtest.errors)")
        }
        #expect(try kit.files() == ["data.csv", "a.yaml"])
    }

    // MARK: Nothing is lost

    @Test(arguments: ["--alerts", "--plot"])
    func theInputIsNeverReplaced(option: String) async throws {
        try kit.write(BacktestKit.probes(), to: "data.csv")
        let backtest = try await kit.sonde("data.csv", option, "data.csv")
        #expect(backtest.exitCode == 64)
        let isKept = try kit.lines("data.csv") == BacktestKit.probes()
        #expect(isKept)
    }

    @Test func neitherIsTheConfiguration() async throws {
        try kit.write(BacktestKit.probes(), to: "data.csv")
        try kit.write(["endpoints:", "  - {name: orders, url: 'http://127.0.0.1:1/'}"], to: "sonde.yaml")
        let backtest = try await kit.sonde("data.csv", "--config", "sonde.yaml", "--output", "sonde.yaml")
        #expect(backtest.exitCode == 64)
    }

    @Test(arguments: ["--alerts", "--plot"])
    func noneIsWrittenWhereOneCannotBe(option: String) async throws {
        try kit.write(BacktestKit.probes(), to: "data.csv")
        let backtest = try await kit.sonde("data.csv", "--output", "s.csv", option, "gone/file")
        #expect(backtest.exitCode == 73)
        let files = try kit.files()
        #expect(files == ["data.csv"])
    }

    @Test func theOutputIsNotTheNextInput() async throws {
        try kit.write(BacktestKit.values(50), to: "past/data.csv")
        let backtest = try await kit.sonde("past", "--output", "past/scored")
        #expect(backtest.exitCode == 64)
    }
}
