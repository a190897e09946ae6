import Foundation
import IsolationForest
import Testing

/// `sonde forest fit` and `sonde forest score` as a person types them, compared with the library.
@Suite struct ForestCommandTests {
    private let kit: ForestKit

    init() throws {
        kit = try ForestKit()
    }

    @Test(arguments: [
        ([], ["fit", "score", "EXIT CODES", "65", "66", "73", "74", "label", "RFC 4180"]),
        (["fit"], ["--sample-size", "--contamination", "--missing", "EXAMPLES", "number of processors", "auto"]),
        (["fit"], ["n_estimators", "max_samples", "max_features", "bootstrap)", "random_state", "(default: all)"]),
        (["score"], ["--explain", "anomaly_score", "decision", "is_anomaly", "feature_1", "EXAMPLES"]),
    ])
    func helpIsWorthReading(command: [String], words: [String]) async throws {
        let help = try await kit.sonde(command + ["--help"])
        #expect(help.exitCode == 0)
        for word in words { #expect(help.output.contains(word), "\(word)") }
        // A list whose lines are too long is broken at the margin, without its indentation.
        let overview = help.output.split(separator: "USAGE:")[0].split(separator: "\n")
        #expect(!overview.contains { $0.count > 80 })
        let lists = zip(overview, overview.dropFirst()).filter { $0.0.hasPrefix("  ") && !$0.1.hasPrefix("  ") }
        for (_, next) in lists { #expect(next.first?.isUppercase == true, "\(next)") }
    }

    @Test func fitSaysWhatItLearned() async throws {
        try kit.folder.write("time,load,\u{1b}[31mred\n" + kit.csv(), to: "data.csv")
        let fit = try await kit.sonde("fit", "data.csv", "--output", "m.sonde", "--trees", "50")
        #expect(fit.exitCode == 0, "\(fit.errors)")
        let size = try kit.bytes("m.sonde").count
        #expect(
            fit.output
                == "m.sonde: 301 rows, 3 columns (time, load,  [31mred), 50 trees, offset -0.5, \(size) bytes\n")
        #expect(fit.errors.isEmpty)
        #expect(try kit.files() == ["data.csv", "m.sonde"])
    }

    typealias Configuration = IsolationForest.Configuration

    @Test(arguments: [
        ([], Configuration()),
        (["--seed", "18446744073709551615"], Configuration(seed: .max)),
        (["--trees", "7", "--bootstrap", "--threads", "3"], Configuration(trees: 7, bootstrap: true)),
        (["--sample-size", "64"], Configuration(sampleSize: .count(64))),
        (["--sample-size", "0.5"], Configuration(sampleSize: .fraction(0.5))),
        (["--sample-size", "auto", "--contamination", "auto", "--max-features", "all"], Configuration()),
        (["--contamination", "0.1"], Configuration(contamination: .fraction(0.1))),
        (["--max-features", "2"], Configuration(maxFeatures: .count(2))),
        (["--max-features", "1.0"], Configuration(maxFeatures: .fraction(1))),
        (["--extension-level", "1"], Configuration(extensionLevel: 1)),
        (["--missing", "larger-child"], Configuration(missingValues: .largerChild)),
    ])
    func anOptionIsTheSettingOfTheLibrary(options: [String], configuration: Configuration) async throws {
        try kit.folder.write(kit.csv(), to: "data.csv")
        let fit = try await kit.sonde(["fit", "data.csv", "--output", "m.sonde"] + options)
        #expect(fit.exitCode == 0, "\(fit.errors)")
        #expect(try kit.bytes("m.sonde") == kit.forest(configuration).encoded())
    }

    @Test(arguments: [
        ["--trees", "0"], ["--trees", "100001"], ["--trees", "ten"], ["--sample-size", "0.0"],
        ["--sample-size", "1.5"],
        ["--sample-size", "most"], ["--sample-size", "nan"], ["--sample-size", "0"], ["--sample-size", "302"],
        ["--contamination", "0"], ["--contamination", "0.6"], ["--contamination", "nan"], ["--max-features", "4"],
        ["--max-features", "1.1"], ["--extension-level", "3"], ["--extension-level", "-2"], ["--missing", "zero"],
        ["--seed", "-1"], ["--threads", "0"], ["--output", "-"],
    ])
    func aSettingThatCannotBeIs64AndWritesNothing(options: [String]) async throws {
        try kit.folder.write(kit.csv(), to: "data.csv")
        let output = options.contains("--output") ? [] : ["--output", "m.sonde"]
        let fit = try await kit.sonde(["fit", "data.csv"] + output + options)
        #expect(fit.exitCode == 64)
        #expect(!fit.errors.isEmpty)
        #expect(try kit.files() == ["data.csv"])
    }

    @Test(arguments: [
        (["--trees", "-1"], "--trees takes 1 to 100000, not -1."),
        (["--trees", "0"], "--trees takes 1 to 100000, not 0."),
        (["--threads", "-3"], "--threads takes 1 to 1024, not -3."),
        (["--seed", "-1"], "The value '-1' is invalid for '--seed <number>'"),
        (["--contamination", "-0.1"], "--contamination takes 'auto' or a share above 0 and at most 0.5, not -0.1."),
        (
            ["--sample-size", "-1"],
            "The value '-1' is invalid for '--sample-size <rows>': a number of rows is at least 1."
        ),
        (["--sample-size", "302"], "--sample-size takes 1 to 301 of 301 rows, not 302."),
        (
            ["--sample-size", "0.003"],
            "--sample-size 0.003 of 301 rows is less than one row; give a larger share, or a number of rows."
        ),
        (["--sample-size", "1.5"], "a share above 0 and at most 1, not 1.5."),
        (["--max-features", "4"], "--max-features takes 'all', 1 to 3 columns, or a share of them, not 4."),
        (["--max-features", "many"], "it takes 'all', a number of columns, or a share of them such as 0.5."),
        (["--max-features", "0.0"], "--max-features takes 'all', a number of columns, or a share above 0"),
        (["--extension-level", "-2"], "--extension-level takes 0 or more, not -2."),
        (["--extension-level", "3"], "--extension-level takes 0 to 2 for trees that split on 3 columns, not 3."),
        (["--output", ""], "The name of the output is empty; name a file to write."),
    ])
    func aSentenceNamesTheOption(options: [String], sentence: String) async throws {
        try kit.folder.write(kit.csv(), to: "data.csv")
        let output = options.contains("--output") ? [] : ["--output", "m.sonde"]
        let fit = try await kit.sonde(["fit", "data.csv"] + output + options)
        #expect(fit.errors.contains(sentence), "\(fit.errors)")
        #expect(!kit.exists("m.sonde"))
    }

    private static let alike =
        "the rows of each tree's sample are alike in every column it may split on (values within 1e-7 of each other "
        + "count as equal: give a column in tiny units a scale)"

    @Test(arguments: [
        ("1,2\n", [], "there is only one row"),
        ("1,2\n1,2\n1,2\n", [], alike), ("1e-8,3e-8\n2e-8,1e-8\n3e-8,2e-8\n", [], alike),
        ("1,2\n3,4\n", ["--sample-size", "1"], "--sample-size comes to one row for each tree"),
    ])
    func aModelThatFindsNothingIsNoted(data: String, options: [String], reason: String) async throws {
        try kit.folder.write(data, to: "data.csv")
        let fit = try await kit.sonde(["fit", "data.csv", "--output", "m.sonde"] + options)
        #expect(fit.exitCode == 0)
        #expect(
            fit.errors
                == "note: m.sonde: this model will never call a row an anomaly: \(reason), so that no tree tells rows "
                + "apart.\n")
    }

    @Test func scoresAreThoseOfTheLibrary() async throws {
        try kit.folder.write("a,\"b, \"\"2\"\"\",c,label\n" + labelled(kit.csv()), to: "data.csv")
        let forest = try kit.forest(.init(trees: 20))
        try kit.write(forest.encoded(), to: "m.sonde")
        let score = try await kit.sonde("score", "m.sonde", "data.csv", "--output", "s.csv", "--explain")
        #expect(score.exitCode == 0, "\(score.errors)")
        let lines = try kit.text("s.csv").split(separator: "\n")
        #expect(
            lines.first.map(String.init)
                == "row,anomaly_score,decision,is_anomaly,feature_1,contribution_1,feature_2,contribution_2,"
                + "feature_3,contribution_3")
        let scores = try forest.scoreSamples(FeatureMatrix(rows: kit.rows))
        #expect(lines.count == scores.count + 1)
        let names = ["a", "\"b, \"\"2\"\"\"", "c"]
        for (index, (line, score)) in zip(lines.dropFirst(), scores).enumerated() {
            let explanation = try forest.explain(kit.rows[index])
            var fields = ["\(index + 1)", "\(score)", "\(score + 0.5)", "\(score + 0.5 < 0)"]
            for feature in explanation.strongest(3) {
                fields += [names[feature], "\(explanation.contributions[feature])"]
            }
            fields += Array(repeating: "", count: 10 - fields.count)
            #expect(line == fields.joined(separator: ","))
        }
        #expect(try #require(lines.last).contains(",true,\"b, \"\"2\"\"\","))
        let anomalies = scores.count { $0 + 0.5 < 0 }
        #expect(score.output == "s.csv: 301 rows, \(anomalies) anomalies, \(try kit.bytes("s.csv").count) bytes\n")
    }

    @Test func withoutAnOutputScoresGoToStandardOutput() async throws {
        try kit.folder.write(kit.csv(), to: "data.csv")
        try kit.write(kit.forest(.init(contamination: .fraction(0.25))).encoded(), to: "m.sonde")
        let plain = try await kit.sonde("score", "m.sonde", "data.csv", "--threads", "1")
        let dashed = try await kit.sonde("score", "m.sonde", "data.csv", "--output", "-", "--threads", "4")
        #expect(plain.output.hasPrefix("row,anomaly_score,decision,is_anomaly\n1,-0."))
        #expect(plain.output == dashed.output)
        #expect(plain.errors.isEmpty && plain.exitCode == 0)
        let anomalies = plain.output.split(separator: "\n").count { $0.hasSuffix(",true") }
        #expect((1...76).contains(anomalies), "a quarter at most lies below the offset")
        #expect(try kit.files() == ["data.csv", "m.sonde"])
    }

    @Test func withoutAHeaderColumnsAreNamedByTheirNumbers() async throws {
        try kit.folder.write("8,400,1\n", to: "one.csv")
        try kit.write(kit.forest().encoded(), to: "m.sonde")
        let score = try await kit.sonde("score", "m.sonde", "one.csv", "--explain")
        #expect(score.output.split(separator: "\n").last?.split(separator: ",")[4] == "2", "\(score.output)")
    }

    @Test func missingValuesAreThoseOfTheLibrary() async throws {
        var rows = kit.rows
        for index in stride(from: 0, to: 300, by: 7) { rows[index][index % 3] = .nan }
        let spellings = ["", "NaN", "N/A", " ", "\"\"", "null", "NA"]
        let lines = rows.enumerated().map { index, row in
            row.map { $0.isNaN ? spellings[index % spellings.count] : "\($0)" }.joined(separator: ",")
        }
        try kit.folder.write(lines.joined(separator: "\n"), to: "data.csv")
        let fit = try await kit.sonde("fit", "data.csv", "--output", "m.sonde", "--missing", "larger-child")
        #expect(fit.exitCode == 0, "\(fit.errors)")
        var forest = IsolationForest(.init(missingValues: .largerChild))
        try forest.fit(FeatureMatrix(rows: rows))
        #expect(try kit.bytes("m.sonde") == forest.encoded())
        let score = try await kit.sonde("score", "m.sonde", "data.csv")
        let scores = score.output.split(separator: "\n").dropFirst().map { String($0.split(separator: ",")[1]) }
        #expect(try scores == forest.scoreSamples(FeatureMatrix(rows: rows)).map { "\($0)" })
    }

    private func labelled(_ csv: String) -> String {
        csv.split(separator: "\n").map { $0 + ",usual\n" }.joined()
    }
}
