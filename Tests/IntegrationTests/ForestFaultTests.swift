import Foundation
import IsolationForest
import Testing

/// What `sonde forest` says of data, models and places that are wrong; nothing is written then.
@Suite struct ForestFaultTests {
    private let kit: ForestKit

    init() throws {
        kit = try ForestKit()
    }

    private static let good = "a,b\n1,2\n"
    private static let correct = "is not a number; correct it or remove the row."
    private static let noNumbers =
        "is not a number; remove the column if it holds no numbers, or else correct it or remove the row."
    private static let limit = "is infinite or above 3.4e38; limit it or remove the row."
    private static let missing =
        "a value is missing; fill it in, remove the row, or fit with --missing larger-child."
    private static let long = "the field is longer than 65536 bytes; is this a CSV file?"
    private static let flood =
        "data.csv: the first line has more than 65536 columns or is longer than 8 MB; is this a CSV file?"
    private static let spaces = "is not a number; put a comma, a semicolon or a tab between numbers, not spaces."
    private static let short = "the line has 1 of the 2 columns of the first line; complete or remove it."

    private static let fieldFaults: [(String, String)] = [
        ("", "data.csv is empty; give it at least one row of numbers."),
        ("\u{FEFF}\r\n\n", "data.csv is empty; give it at least one row of numbers."),
        ("a,b\n", "data.csv has a header but no rows; give it at least one."),
        ("a,b", "data.csv has a header but no rows; give it at least one."),
        ("label\nx\n", "data.csv has no column but label; give it one with numbers."),
        (good + "3,abc\n", "data.csv:3:2: 'abc' \(correct)"),
        ("a;b\n1,5;2\n", "data.csv:2:1: '1,5' is not a number; write it with a decimal point."),
        (good + "3,\"-1,5e3\"\n", "data.csv:3:2: '-1,5e3' is not a number; write it with a decimal point."),
        ("1 2\n3 4\n", "data.csv:2:1: '3 4' \(spaces)"),
        (good + "3 4  5\n", "data.csv:3:1: '3 4  5' \(spaces)"),
        (good + "3 x,4\n", "data.csv:3:1: '3 x' \(correct)"),
        (good + "3,N/a\n", "data.csv:3:2: \(missing)"),
        (
            "a,3,\n1,2,3\n",
            "data.csv:1:3: this column has no name, and column 2 is called '3', as this one would be by its number; "
                + "give it a name."
        ),
        ("a,b,a\n1,2,3\n", "data.csv:1: Two features are called 'a'; give each a name of its own."),
        (
            "a,\(String(repeating: "x", count: 1_025))\n1,2\n",
            "data.csv:1: A feature cannot be called '\(String(repeating: "x", count: 40))…'; "
                + "a name has 1 to 1024 bytes."
        ),
        ("label,b\nx,1\ny,z\n", "data.csv:3:2: 'z' \(correct)"),
        (good + "\"3\n\",4\n", "data.csv:3:1: '3 ' \(correct)"),
        ("\"a\nb\",c\n1,x\n", "data.csv:3:2: 'x' \(noNumbers)"),
        ("time,a\n2026-01-02T03:04:05Z,1\n", "data.csv:2:1: '2026-01-02T03:04:05Z' \(noNumbers)"),
        ("a\r1\rx\r", "data.csv:3:1: 'x' \(correct)"),
        (good + "3,\u{1b}[2J\n", "data.csv:3:2: ' [2J' \(correct)"),
        (
            good + "3,\(String(repeating: "x", count: 1000))\n",
            "data.csv:3:2: '\(String(repeating: "x", count: 40))…' \(correct)"
        ),
    ]

    private static let lineFaults: [(String, String)] = [
        (good + "3,1e400\n", "data.csv:3:2: '1e400' \(limit)"),
        ("1,-1e39\n", "data.csv:1:2: '-1e39' \(limit)"),
        ("1,3.4028236e38\n", "data.csv:1:2: '3.4028236e38' \(limit)"),
        (good + "-inf,3\n", "data.csv:3:1: '-inf' \(limit)"),
        (good + ",3\n", "data.csv:3:1: \(missing)"),
        (good + "3,nan\n", "data.csv:3:2: \(missing)"),
        ("1,NaN\n", "data.csv:1:2: \(missing)"),
        (
            good + "3,4,5,6\n7,8\n",
            "data.csv:3:3: the line goes on after the 2 columns of the first line; quote what holds a separator, "
                + "or remove the line."
        ),
        (good + "3\n4,5\n", "data.csv:3:2: \(short)"),
        (good + "3", "data.csv:3:2: \(short)"),
        (good + "\n\n3,4\n", "data.csv:3:1: the line is empty, but others follow; remove it."),
        ("\na,b\n1,2\n", "data.csv:1:1: the line is empty, but others follow; remove it."),
        ("a,b\n1,\"2\n3,4\n", "data.csv:2:2: the quote that opens this field is never closed; close it."),
        (
            "a,b\n1,\"2\"3\n",
            "data.csv:2:2: text follows the quote that closes this field; double a quote inside of quotes."
        ),
        ("a,b\n1,\(String(repeating: "2", count: 70_000))\n", "data.csv:2:2: \(long)"),
        ("a,\"\(String(repeating: "2", count: 70_000))\"\n1,2\n", "data.csv:1:2: \(long)"),
        (String(repeating: "a,", count: 70_000) + "a\n", flood),
        (String(repeating: String(repeating: "a", count: 60_000) + ",", count: 150), flood),
        (String(repeating: "x", count: 3_000_000), "data.csv:1:1: \(long)"),
    ]

    @Test(arguments: fieldFaults + lineFaults)
    func badDataIs65AndNamesThePlace(text: String, sentence: String) async throws {
        try kit.folder.write(text, to: "data.csv")
        try kit.write("before".utf8, to: "m.sonde")
        let fit = try await kit.sonde("fit", "data.csv", "--output", "m.sonde")
        #expect(fit.exitCode == 65)
        #expect(fit.errors == sentence + "\n")
        #expect(fit.output.isEmpty)
        #expect(try kit.text("m.sonde") == "before")
        #expect(try kit.files() == ["data.csv", "m.sonde"])
    }

    @Test(arguments: [
        ("a,Größe in Latin-1", [0x61, 0x2C, 0x47, 0x72, 0xF6, 0xDF, 0x65, 0x0A, 0x31] as [UInt8], "data.csv:1:2"),
        ("UTF-16", [0xFF, 0xFE, 0x61, 0x00, 0x0A, 0x00], "data.csv:1:1"),
    ])
    func namesThatAreNotUTF8Are65(what: String, bytes: [UInt8], place: String) async throws {
        try kit.write(bytes, to: "data.csv")
        let fit = try await kit.sonde("fit", "data.csv", "--output", "m.sonde")
        #expect(fit.exitCode == 65)
        #expect(fit.errors == "\(place): the name of this column is not UTF-8; save the file as CSV in UTF-8.\n")
        #expect(!kit.exists("m.sonde"))
    }

    enum Damage: String, CaseIterable {
        case cutOff, oneBit, otherProgram, empty, newer
    }

    @Test(arguments: [
        (Damage.cutOff, "m.sonde: The saved forest is cut off: "), (.oneBit, "m.sonde: The saved forest is damaged: "),
        (.otherProgram, "m.sonde: This is not a saved forest; "),
        (.empty, "m.sonde is empty; save a model in it with 'sonde forest fit'."),
        (.newer, "m.sonde: The forest was saved in version 9 "),
    ])
    func aModelThatCannotBeReadIs65(damage: Damage, sentence: String) async throws {
        var model = try kit.forest().encoded()
        switch damage {
        case .cutOff: model.removeLast(100)
        case .oneBit: model[model.count / 2] ^= 4
        case .otherProgram: model = Array("a,b\n1,2\n".utf8)
        case .empty: model = []
        case .newer: model[8] = 9
        }
        try kit.write(model, to: "m.sonde")
        try kit.folder.write(kit.csv(), to: "data.csv")
        let score = try await kit.sonde("score", "m.sonde", "data.csv", "--output", "s.csv")
        #expect(score.exitCode == 65)
        #expect(score.errors.hasPrefix(sentence) && score.errors.count { $0 == "\n" } == 1, "\(score.errors)")
        #expect(!kit.exists("s.csv"))
    }

    /// Beginnings of models that nothing but more bytes follow.
    @Test(arguments: [
        ("yes", "This is not a saved forest; "),
        ("printf 'SONDEIF'; yes", "This is not a saved forest; "),
        ("cat m.sonde /dev/zero", "The saved forest is damaged: something follows its end; "),
        ("head -c 100 m.sonde; cat /dev/zero", "The saved forest is damaged: something follows its end; "),
        (
            "head -c 10 m.sonde; printf '\\0\\0\\0\\377\\1\\0\\0\\0'; cat /dev/zero",
            "the model is said to be longer than "
        ),
        (
            "head -c 10 m.sonde; yes",
            "The saved forest is damaged: it says that it is longer than any forest; "
        ),
    ])
    func anEndlessModelIsNotReadOn(source: String, sentence: String) async throws {
        try kit.folder.write(kit.csv(), to: "data.csv")
        try kit.write(kit.forest(names: ["a", "b", "c"]).encoded(), to: "m.sonde")
        let score = try await kit.shell(
            "(\(source)) 2> errors | (ulimit -v 4000000; timeout 60 $SONDE forest score - data.csv; echo $?)")
        #expect(score.output.hasPrefix("standard input: \(sentence)"), "\(score.output.prefix(300))")
        #expect(score.output.hasSuffix("\n65\n"))
    }

    @Test func anEndlessFileIsNotReadOn() async throws {
        try kit.folder.write(kit.csv(), to: "data.csv")
        let limits = "ulimit -v 4000000; timeout 60 $SONDE forest"
        let score = try await kit.shell("\(limits) score /dev/zero data.csv")
        #expect(score.exitCode == 65)
        #expect(score.output == "/dev/zero: This is not a saved forest; it does not begin with SONDEIF.\n")
        let fit = try await kit.shell("\(limits) fit /dev/zero --output m.sonde")
        #expect(fit.output == "/dev/zero:1:1: the field is longer than 65536 bytes; is this a CSV file?\n")
    }

    @Test(arguments: ["1,2\n", "a,b,label\n1,2,3\n", "1,2,3,4\n"])
    func anotherNumberOfColumnsIs65(text: String) async throws {
        try kit.write(kit.forest().encoded(), to: "m.sonde")
        try kit.folder.write(text, to: "data.csv")
        let score = try await kit.sonde("score", "m.sonde", "data.csv", "--output", "s.csv")
        let found = text.hasPrefix("1,2,3") ? 4 : 2
        #expect(score.exitCode == 65)
        #expect(
            score.errors
                == "data.csv: The forest was fitted on 3 columns, but the rows to score have \(found). "
                + "Give it the same columns; only a header can name a label.\n")
        #expect(!kit.exists("s.csv"))
    }

    @Test func aBadRowLeavesOldScoresAlone() async throws {
        try kit.write(kit.forest().encoded(), to: "m.sonde")
        try kit.folder.write(kit.csv() + "1,2,\n", to: "data.csv")
        try kit.folder.write("old", to: "s.csv")
        let score = try await kit.sonde("score", "m.sonde", "data.csv", "--output", "s.csv")
        #expect(score.exitCode == 65)
        #expect(score.errors.hasPrefix("data.csv:302:3: a value is missing; "))
        #expect(try kit.text("s.csv") == "old")
        let printed = try await kit.sonde("score", "m.sonde", "data.csv")
        #expect(printed.output.isEmpty && printed.exitCode == 65)
    }

    @Test(
        arguments: [
            (["fit", "none.csv", "--output", "n"], 66, "none.csv cannot be opened: No such file or directory.\n"),
            (["fit", ".", "--output", "n"], 66, ". cannot be read: Is a directory.\n"),
            (["score", "none.sonde", "data.csv"], 66, "none.sonde cannot be opened: No such file or directory.\n"),
            (["score", "m.sonde", "none.csv"], 66, "none.csv cannot be opened: No such file or directory.\n"),
            (["score", ".", "data.csv"], 66, ". cannot be read: Is a directory.\n"),
            (
                ["fit", "data.csv", "--output", "none/n"], 73,
                "none/n cannot be written: there is no folder 'none'; make it first.\n"
            ),
            (["fit", "data.csv", "--output", "data.csv/n"], 73, "data.csv/n cannot be written: Not a directory.\n"),
            (["fit", "data.csv", "--output", "."], 73, ". is a folder; name a file to write.\n"),
            (
                ["score", "m.sonde", "data.csv", "--output", "/dev/full"], 74,
                "/dev/full could not be written to its end: No space left on device.\n"
            ),
        ] as [([String], Int32, String)])
    func aPlaceThatCannotBeUsedHasItsExitCode(arguments: [String], exitCode: Int32, sentence: String) async throws {
        try kit.write(kit.forest().encoded(), to: "m.sonde")
        try kit.folder.write(kit.csv(), to: "data.csv")
        let ended = try await kit.sonde(arguments)
        #expect(ended.exitCode == exitCode)
        #expect(ended.errors == sentence)
        #expect(try kit.files() == ["data.csv", "m.sonde"])
    }

    /// With a limit on the size of files, which ends writing in the midst.
    @Test func whatCannotBeWrittenToItsEndReplacesNothing() async throws {
        try kit.write(kit.forest().encoded(), to: "m.sonde")
        try kit.folder.write(kit.csv(), to: "data.csv")
        try kit.folder.write("old", to: "s.csv")
        // A block is 512 bytes; without the trap the limit's signal would end the process.
        let score = try await kit.shell(
            "trap '' XFSZ; ulimit -f 8; $SONDE forest score m.sonde data.csv --output s.csv")
        #expect(score.exitCode == 74, "\(score.output)")
        #expect(score.output == "s.csv could not be written to its end: File too large.\n")
        #expect(try kit.text("s.csv") == "old")
        #expect(try kit.files() == ["data.csv", "m.sonde", "s.csv", "shell.out"])
    }

    @Test func aLinkThatLeadsNowhereIsNotReplaced() async throws {
        try kit.folder.write(kit.csv(), to: "data.csv")
        let link = kit.folder.path("link.sonde")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "gone.sonde")
        let fit = try await kit.sonde("fit", "data.csv", "--output", "link.sonde")
        #expect(fit.exitCode == 73)
        #expect(
            fit.errors
                == "link.sonde is a link that leads to no file; name the file to write, or remove the link.\n")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "gone.sonde")
    }

    @Test func aFileIsReplacedWithItsPermissionsAndThroughALink() async throws {
        try kit.folder.write(kit.csv(), to: "data.csv")
        try kit.folder.write("old", to: "real.sonde")
        let files = FileManager.default
        try files.setAttributes([.posixPermissions: 0o640], ofItemAtPath: kit.folder.path("real.sonde"))
        try files.createSymbolicLink(atPath: kit.folder.path("link.sonde"), withDestinationPath: "real.sonde")
        #expect(try await kit.sonde("fit", "data.csv", "--output", "link.sonde").exitCode == 0)
        #expect(try kit.bytes("real.sonde") == kit.forest().encoded())
        #expect(try files.destinationOfSymbolicLink(atPath: kit.folder.path("link.sonde")) == "real.sonde")
        let mode = try files.attributesOfItem(atPath: kit.folder.path("real.sonde"))[.posixPermissions] as? Int
        #expect(mode == 0o640)
        let new = try await kit.shell(
            "umask 027; $SONDE forest fit data.csv --output new.sonde && stat -c %a new.sonde")
        #expect(new.output.hasSuffix("\n640\n"), "\(new.output)")
    }
}
