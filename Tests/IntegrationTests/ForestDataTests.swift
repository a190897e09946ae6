import Foundation
import IsolationForest
import Testing

/// The ways in which `sonde forest` is given its data.
@Suite struct ForestDataTests {
    private let kit: ForestKit

    init() throws {
        kit = try ForestKit()
    }

    enum Spelling: String, CaseIterable, CustomTestStringConvertible {
        case plain, header, headerWithLabel, semicolons, tabs, spaces, carriageReturns, bothLineEnds, byteOrderMark
        case markAndHeader, quotes, noLastLineEnd, emptyLinesAtTheEnd, quotedHeader, commasInHeader, exponents

        var testDescription: String { rawValue }

        /// What the header says.
        var names: [String]? {
            switch self {
            case .header: ["a", "2", "3"]
            case .headerWithLabel: ["x", "y", "z"]
            case .bothLineEnds, .markAndHeader: ["a", "b", "c"]
            case .quotedHeader: ["c;\td, e", "a\nb", "\"e\""]
            case .commasInHeader: ["load, ms", "share, %", "c"]
            default: nil
            }
        }
    }

    /// The table of the kit, written in another way.
    private func file(_ spelling: Spelling) -> String {
        let csv = kit.csv()
        return switch spelling {
        case .plain: csv
        case .header: "a,2,3\n" + csv
        case .headerWithLabel:
            "x, label ,y,z\n"
                + kit.rows.map { row in "\(row[0]),\"some\n\"\"text\"\", here\",\(row[1]),\(row[2])\n" }.joined()
        case .semicolons: kit.csv(";")
        case .tabs: kit.csv("\t")
        case .spaces: kit.csv(" , ")
        case .carriageReturns: kit.csv(end: "\r")
        case .bothLineEnds: "a,b,c\r\n" + kit.csv(end: "\r\n")
        case .byteOrderMark: "\u{FEFF}" + csv
        case .markAndHeader: "\u{FEFF}\"a\",b,c\n" + csv
        case .quotes: "\"" + kit.csv("\",\"", end: "\"\r\n\"").dropLast()
        case .noLastLineEnd: String(csv.dropLast())
        case .emptyLinesAtTheEnd: csv + "\r\n\n\r\n"
        case .quotedHeader: "\"c;\td, e\",\"a\nb\",\"\"\"e\"\"\"\n" + csv
        case .commasInHeader: "load, ms;share, %;c\n" + kit.csv(";")
        case .exponents: kit.rows.map { $0.map { "+\($0 * 1024)e3" }.joined(separator: ",") + "\n" }.joined()
        }
    }

    @Test(arguments: Spelling.allCases)
    func everySpellingGivesTheSameModel(spelling: Spelling) async throws {
        try kit.folder.write(file(spelling).replacing("+-", with: "-"), to: "data.csv")
        let fit = try await kit.sonde("fit", "data.csv", "--output", "m.sonde", "--contamination", "0.1")
        #expect(fit.exitCode == 0, "\(fit.errors)")
        let factor: Float = spelling == .exponents ? 1_024_000 : 1
        var forest = IsolationForest(.init(contamination: .fraction(0.1)))
        try forest.fit(FeatureMatrix(rows: kit.rows.map { $0.map { $0 * factor } }), featureNames: spelling.names)
        #expect(try kit.bytes("m.sonde") == forest.encoded())
    }

    @Test(arguments: [
        ("1,2x,3", true), ("inf,2x,3", true), ("a,b,c", false), ("0,1,label", false), ("1,2,3", false),
        (",2x,c", false), ("Na,2x,null", false),
    ])
    func aFirstLineThatMayBeARowIsNoted(line: String, isNoted: Bool) async throws {
        try kit.folder.write(line + "\n" + kit.csv(), to: "data.csv")
        let fit = try await kit.sonde("fit", "data.csv", "--output", "m.sonde")
        #expect(fit.exitCode == 0, "\(fit.errors)")
        #expect(fit.errors.contains("note: data.csv:1 is taken for a header because of '2x' in column 2") == isNoted)
    }

    @Test(arguments: [
        ["fit", "in.csv", "-o", "in.csv"], ["fit", "in.csv", "-o", "link.csv"], ["score", "m", "in.csv", "-o", "m"],
    ])
    func theOutputIsNeverTheInput(arguments: [String]) async throws {
        try kit.folder.write(kit.csv(), to: "in.csv")
        let fit = try await kit.sonde("fit", "in.csv", "--output", "m")
        #expect(fit.exitCode == 0)
        let (data, model) = (try kit.bytes("in.csv"), try kit.bytes("m"))
        let link = try await kit.shell(
            "ln -s in.csv link.csv; $SONDE forest \(arguments.joined(separator: " ")); echo $?")
        #expect(link.output.contains("itself, which it would replace; name another file."), "\(link.output)")
        #expect(link.output.hasSuffix("64\n"))
        #expect(try kit.bytes("in.csv") == data)
        #expect(try kit.bytes("m") == model)
    }

    @Test func aSummaryDoesNotGetAmongTheOutput() async throws {
        try kit.folder.write(kit.csv(), to: "in.csv")
        let model = try await kit.shell(
            "$SONDE forest fit in.csv --output m > note; $SONDE forest score m in.csv -o /dev/stdout | cat")
        #expect(model.output.hasPrefix("row,"))
        #expect(!model.output.contains("bytes"))
    }

    @Test func onlyOneFileCanBeStandardInput() async throws {
        let score = try await kit.shell("$SONDE forest score - - < /dev/null; echo $?")
        #expect(score.output.contains("Only one of MODEL and DATA can be standard input"))
        #expect(score.output.hasSuffix("64\n"))
    }

    @Test func dataComesFromStandardInputToo() async throws {
        try kit.folder.write("a,b,c\n" + kit.csv(), to: "data.csv")
        // In small pieces, the first of which ends within the header.
        let line = "(head -c 3 data.csv; sleep 0.1; tail -c +4 data.csv)"
        let fit = try await kit.shell("\(line) | $SONDE forest fit - --output m.sonde")
        #expect(fit.exitCode == 0, "\(fit.output)")
        #expect(try kit.bytes("m.sonde") == kit.forest(names: ["a", "b", "c"]).encoded())
        let score = try await kit.shell("\(line) | $SONDE forest score m.sonde -")
        #expect(score.output.split(separator: "\n").count == 302, "\(score.output.prefix(200))")
        let wrong = try await kit.shell("printf '1,2,x\\n1,2,y\\n' | $SONDE forest fit - --output n.sonde")
        #expect(wrong.output.hasPrefix("standard input:2:3: 'y' is not a number"), "\(wrong.output)")
    }

    /// Fields, quotes and line ends on both sides of every border of the buffer.
    @Test(arguments: ["\n", "\r\n"], ["a", "ab"])
    func aFileOfManyBlocksIsReadToItsEnd(end: String, name: String) async throws {
        let rows = (0..<10_000).map { index -> [Float] in
            let last: Float = index % 3 == 0 ? -0.125 : Float(index * index % 977)
            return [Float(index), Float(index % 1000) / 7, last]
        }
        let quotes = String(repeating: "\"", count: 100)
        let lines = rows.map { row -> String in "\(row[0]),\"\(row[1])\",\(quotes),\(row[2])" }
        let text = lines.joined(separator: end)
        try kit.folder.write("\(name),b,label,c\(end)" + text, to: "data.csv")
        var forest = IsolationForest(.init(trees: 5))
        try forest.fit(FeatureMatrix(rows: rows))
        try kit.write(forest.encoded(), to: "m.sonde")
        let score = try await kit.sonde("score", "m.sonde", "data.csv")
        #expect(score.exitCode == 0 && score.errors.isEmpty, "\(score.errors)")
        let found = score.output.split(separator: "\n").dropFirst().map { $0.split(separator: ",")[1] }
        #expect(try found.map { Double($0) } == forest.scoreSamples(FeatureMatrix(rows: rows)))
    }

    @Test func theWidestTableIsRead() async throws {
        let columns = FeatureMatrix.columnLimit
        let names = (1...columns).map { "column \($0)" }.joined(separator: ",")
        let row = { (value: Int) in Array(repeating: "\(value)", count: columns).joined(separator: ",") }
        try kit.folder.write("\(names),a\n\(row(1)),1\n", to: "data.csv")
        let tooWide = try await kit.sonde("fit", "data.csv", "--output", "m.sonde")
        #expect(tooWide.errors.hasPrefix("data.csv: the first line has more than 65536 columns "), "\(tooWide.errors)")
        try kit.folder.write("\(names),label\n\(row(1)),a\n\(row(2)),b\n", to: "data.csv")
        let fit = try await kit.sonde("fit", "data.csv", "--output", "m.sonde")
        #expect(fit.exitCode == 0, "\(fit.errors)")
        #expect(fit.output.hasPrefix("m.sonde: 2 rows, 65536 columns (column 1, "), "\(fit.output.prefix(300))")
        #expect(fit.output.utf8.count < 300)
    }

    /// A terminal sees what is being done; files and pipes do not, which `fitSaysWhatItLearned` shows.
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")))
    func aTerminalSeesProgress() async throws {
        try kit.folder.write(kit.csv(), to: "data.csv")
        let fit = try await kit.shell("script -qec \"$SONDE forest fit data.csv --output m.sonde\" /dev/null")
        #expect(fit.output.contains("\r\u{1b}[Kfitting 100 trees to 301 rows"), "\(fit.output)")
        #expect(fit.output.contains("done in 0."))
        #expect(fit.output.contains("\nm.sonde: 301 rows"))
        try kit.folder.write("1,2\n3,x\n", to: "data.csv")
        let failed = try await kit.shell("script -qec \"$SONDE forest fit data.csv --output m.sonde\" /dev/null")
        #expect(failed.exitCode == 65)
        #expect(failed.output.contains("data.csv:2:2: 'x' is not a number"))
    }
}
