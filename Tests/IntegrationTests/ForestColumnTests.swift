import IsolationForest
import Testing

/// How `sonde forest` finds the columns of a model in a file.
@Suite struct ForestColumnTests {
    private let kit: ForestKit

    init() throws {
        kit = try ForestKit()
    }

    /// The rows of the kit with their columns in another order; a number in place of one that is not there.
    private func csv(_ header: String, _ columns: [Int?]) -> String {
        let lines = kit.rows.enumerated().map { index, row in
            columns.map { $0.map { "\(row[$0])" } ?? "\(index)" }.joined(separator: ",") + "\n"
        }
        return header + "\n" + lines.joined()
    }

    private static let ignored = "note: data.csv: columns that the model was not fitted on are ignored: "

    @Test(arguments: [
        ("a,b,c", [0, 1, 2], ""), ("c,a,b", [2, 0, 1], ""), ("c,label,a,b", [2, nil, 0, 1], ""),
        ("c,host,a,\u{1b}[2J,b", [2, nil, 0, nil, 1], ignored + "'host', ' [2J'.\n"),
        (",b,a,c", [nil, 1, 0, 2], ignored + "column 1, which has no name.\n"),
        ("x,b,a,c,x", [nil, 1, 0, 2, nil], ignored + "'x', 'x'.\n"),
    ])
    func columnsAreFoundByName(header: String, columns: [Int?], note: String) async throws {
        let forest = try kit.forest(names: ["a", "b", "c"])
        try kit.write(forest.encoded(), to: "m.sonde")
        try kit.folder.write(csv(header, columns), to: "data.csv")
        let score = try await kit.sonde("score", "m.sonde", "data.csv", "--explain")
        #expect(score.exitCode == 0)
        #expect(score.errors == note)
        let lines = score.output.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
        #expect(try lines.map { Double($0[1]) } == forest.scoreSamples(FeatureMatrix(rows: kit.rows)))
        #expect(lines.last?[4] == "b")
    }

    @Test(arguments: [
        (
            "a,x,label",
            "data.csv:1: the model was fitted on columns that are not in the header: 'b', 'c'; add them, or "
                + "correct the header."
        ),
        (
            "1,2x,3",
            "data.csv:1: the model was fitted on columns that are not in the header: 'a', 'b', 'c'; add them, or "
                + "correct the header. data.csv:1 is taken for a header because of '2x' in column 2; if it is a row, "
                + "mend that number."
        ),
        (
            "a,b,c,b",
            "data.csv:1:4: column 2 is called 'b', too, and only one of them can be meant; rename or remove "
                + "the other."
        ),
    ])
    func columnsThatCannotBeFoundAre65(header: String, sentence: String) async throws {
        try kit.write(kit.forest(names: ["a", "b", "c"]).encoded(), to: "m.sonde")
        let columns = [0, 1, 2, 0].prefix(header.split(separator: ",").count)
        try kit.folder.write(csv(header, Array(columns)), to: "data.csv")
        let score = try await kit.sonde("score", "m.sonde", "data.csv")
        #expect(score.exitCode == 65 && score.output.isEmpty)
        #expect(score.errors == sentence + "\n")
    }

    @Test func withoutAHeaderTheOrderCountsAndTheModelNames() async throws {
        try kit.write(kit.forest(names: ["a", "b, c", "d"]).encoded(), to: "m.sonde")
        try kit.folder.write("8,400,1\n", to: "data.csv")
        let score = try await kit.sonde("score", "m.sonde", "data.csv", "--explain")
        #expect(score.output.contains(",true,\"b, c\","), "\(score.output)")
        #expect(score.errors.isEmpty)
    }

    @Test func aModelWithoutNamesTakesTheOrderOfAnyHeader() async throws {
        let forest = try kit.forest()
        try kit.write(forest.encoded(), to: "m.sonde")
        for header in ["x,x,y", "label,x,y,z", ",x,y,z"] {
            let columns: [Int?] =
                header.split(separator: ",", omittingEmptySubsequences: false).count == 3
                ? [0, 1, 2] : [nil, 0, 1, 2]
            try kit.folder.write(csv(header, columns), to: "data.csv")
            let score = try await kit.sonde("score", "m.sonde", "data.csv")
            let scores = score.output.split(separator: "\n").dropFirst().map { Double($0.split(separator: ",")[1]) }
            #expect(try scores == forest.scoreSamples(FeatureMatrix(rows: kit.rows)), "\(header)")
        }
    }

    @Test(arguments: ["", "\"\"", "Unnamed: 0"], [0, 1])
    func anIndexOfTheRowsIsIgnored(name: String, start: Int) async throws {
        let lines = kit.rows.enumerated().map { index, row in
            "\(start + index)," + row.map { "\($0)" }.joined(separator: ",") + "\n"
        }
        try kit.folder.write("\(name),a,b,c\n" + lines.joined(), to: "data.csv")
        let fit = try await kit.sonde("fit", "data.csv", "--output", "m.sonde")
        let found =
            name == "Unnamed: 0" ? "'Unnamed: 0', counts the rows and" : "which has no name and counts the rows,"
        #expect(fit.errors == "note: data.csv: the first column, \(found) is ignored.\n")
        #expect(try kit.bytes("m.sonde") == kit.forest(names: ["a", "b", "c"]).encoded())
    }

    @Test func anUnnamedColumnThatCountsNothingIsReadWithANote() async throws {
        try kit.folder.write(csv(",b,c", [0, 1, 2]), to: "data.csv")
        let fit = try await kit.sonde("fit", "data.csv", "--output", "m.sonde")
        #expect(
            fit.errors
                == "note: data.csv: the first column has no name and is read like the others, as '1'; remove it if "
                + "it is an index of the rows.\n")
        #expect(try kit.bytes("m.sonde") == kit.forest(names: ["1", "b", "c"]).encoded())
        let score = try await kit.sonde("score", "m.sonde", "data.csv")
        #expect(score.exitCode == 0 && score.errors.isEmpty)
    }

    @Test func aColumnThatPandasNamedAndThatCountsNothingIsReadByThatName() async throws {
        try kit.folder.write(csv("Unnamed: 0,b,c", [0, 1, 2]), to: "data.csv")
        let fit = try await kit.sonde("fit", "data.csv", "--output", "m.sonde")
        #expect(
            fit.errors
                == "note: data.csv: the first column, 'Unnamed: 0', is read like the others; remove it if it is an index "
                + "of the rows.\n")
        #expect(try kit.bytes("m.sonde") == kit.forest(names: ["Unnamed: 0", "b", "c"]).encoded())
    }

    @Test func theOnlyColumnIsNoIndex() async throws {
        try kit.folder.write("Unnamed: 0\n0\n1\n2\n", to: "data.csv")
        let fit = try await kit.sonde("fit", "data.csv", "--output", "m.sonde")
        #expect(fit.exitCode == 0 && fit.errors.isEmpty)
        #expect(fit.output.contains("1 column (Unnamed: 0)"))
    }
}
