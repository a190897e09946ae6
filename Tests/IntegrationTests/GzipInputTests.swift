import Foundation
import IsolationForest
import SondeCore
import Testing

@testable import sonde

/// Files compressed with gzip are read like any other.
@Suite struct GzipInputTests {
    private let kit: ForestKit
    /// More than the blocks that are read and inflated at a time, and not easily compressed.
    private let text: String

    init() throws {
        kit = try ForestKit()
        var generator = Scrambled()
        text =
            "timestamp,value\n"
            + (0..<150_000).map { "\($0),\(generator.next() % 1_000_000_007)\n" }.joined()
    }

    /// The same numbers each time.
    private struct Scrambled: RandomNumberGenerator {
        private var state: UInt64 = 88_172_645_463_325_252

        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
    }

    private func compress(_ line: String = "gzip -c data.csv > data.csv.gz") async throws {
        let gzip = try await kit.shell(line)
        try #require(gzip.exitCode == 0, "\(gzip.output)")
    }

    /// All bytes of a file, in pieces of a size.
    private func read(_ name: String, _ size: Int = 10_000) throws -> [UInt8] {
        let input = try InputFile(kit.folder.path(name))
        var bytes: [UInt8] = []
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 1)
        defer { block.deallocate() }
        while case let count = try input.read(into: block), count > 0 { bytes.append(contentsOf: block[..<count]) }
        #expect(input.consumed == input.size)
        return bytes
    }

    enum Packing: String, CaseIterable {
        case plain = "gzip -c data.csv"
        case anyName = "gzip -nc < data.csv"
        case best = "gzip -9c data.csv"
        case members = "head -c 700001 data.csv | gzip -c; printf '' | gzip -c; tail -c +700002 data.csv | gzip -1c"
        case zeros = "gzip -c data.csv; head -c 100000 /dev/zero"
        case zerosBetween = "head -c 100 data.csv | gzip -c; head -c 70000 /dev/zero; tail -c +101 data.csv | gzip -c"
        case stored = "cat data.csv"
    }

    @Test(arguments: Packing.allCases, [2, 10_000, 3_000_000])
    func whatWasPackedIsRead(packing: Packing, size: Int) async throws {
        let text = size == 2 ? String(text.prefix(20_000)) : text
        try kit.folder.write(text, to: "data.csv")
        // A name without .gz.
        try await compress("(\(packing.rawValue)) > packed")
        #expect(try read("packed", size).elementsEqual(text.utf8))
    }

    @Test func nothingIsReadFromNothing() async throws {
        try await compress("printf '' | gzip -c > empty; printf '' > none; printf '\\037' > one")
        #expect(try read("empty").isEmpty)
        #expect(try read("none").isEmpty)
        #expect(try read("one") == [0x1F])
    }

    @Test func aSeriesIsReadAndItsProgressKnown() async throws {
        try kit.folder.write(text, to: "data.csv")
        try await compress()
        let input = try InputFile(kit.folder.path("data.csv.gz"))
        let size = try #require(input.size)
        #expect(size < text.utf8.count * 2 / 3)
        var reader = try SeriesReader(input)
        var count = 0
        while let row = try reader.next() {
            if row.time.seconds != Double(count) { Issue.record("row \(count) says \(row.timestampText)") }
            count += 1
            // The bytes of the file are spread evenly over the rows.
            let expected = size * count / 150_000
            if count % 1000 == 0 { #expect(abs(reader.consumed - expected) < size / 20) }
        }
        #expect(count == 150_000)
        #expect(reader.consumed == size)
    }

    /// Wherever it is cut.
    @Test func aFileThatIsCutOffIsAFailure() async throws {
        try kit.folder.write(String(text.prefix(300)), to: "data.csv")
        try await compress()
        let whole = try kit.bytes("data.csv.gz")
        for count in 2..<whole.count {
            try kit.write(whole.prefix(count), to: "cut")
            let sentence =
                "\(kit.folder.path("cut")) is cut off: its gzip data breaks off in the midst; copy or compress it "
                + "again."
            #expect(throws: CommandFailure.badData(sentence), "\(count) of \(whole.count) bytes") { try read("cut") }
        }
    }

    /// A flipped bit changes nothing (in the time or the filling of the last byte), or is found.
    @Test func aFileThatIsDamagedIsAFailure() async throws {
        try kit.folder.write(String(text.prefix(300)), to: "data.csv")
        try await compress("gzip -nc < data.csv > data.csv.gz")
        let (plain, whole) = (try kit.bytes("data.csv"), try kit.bytes("data.csv.gz"))
        var found = 0
        for bit in 16..<whole.count * 8 {
            var damaged = whole
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            try kit.write(damaged, to: "damaged")
            do {
                #expect(try read("damaged") == plain, "bit \(bit)")
            } catch CommandFailure.badData(let sentence) {
                #expect(sentence.hasSuffix("; copy or compress it again."))
                found += 1
            }
        }
        #expect(found > (whole.count - 16) * 8)
    }

    @Test(arguments: [
        ("data.csv.gz", "head -c 500 data.csv.gz > x; mv x data.csv.gz", "data.csv.gz is cut off: "),
        ("data.csv.gz", "printf 'more' >> data.csv.gz", "data.csv.gz is damaged: "),
        ("data.csv.gz", "printf '\\037\\213more of it' > data.csv.gz", "data.csv.gz is damaged: "),
    ])
    func aCommandEndsWith65(name: String, damage: String, sentence: String) async throws {
        try kit.folder.write(kit.csv(), to: "data.csv")
        try await compress()
        try await compress(damage)
        let fit = try await kit.sonde("fit", name, "--output", "m.sonde")
        #expect(fit.exitCode == 65)
        #expect(fit.errors.hasPrefix(sentence) && fit.errors.count { $0 == "\n" } == 1, "\(fit.errors)")
        #expect(fit.errors.hasSuffix("; copy or compress it again.\n"))
        #expect(!kit.exists("m.sonde"))
    }

    @Test func theReasonIsSaid() async throws {
        try kit.folder.write(kit.csv(), to: "data.csv")
        try await compress("gzip -c data.csv > data.csv.gz; printf more >> data.csv.gz")
        let fit = try await kit.sonde("fit", "data.csv.gz", "--output", "m.sonde")
        #expect(
            fit.errors == "data.csv.gz is damaged: its gzip data cannot be unpacked (incorrect header check); copy or "
                + "compress it again.\n")
    }

    @Test func aForestReadsItFromAFileAndFromStandardInput() async throws {
        try kit.folder.write("a,b,c\n" + kit.csv(), to: "data.csv")
        try await compress("gzip data.csv")
        let expected = try kit.forest(names: ["a", "b", "c"]).encoded()
        #expect(try await kit.sonde("fit", "data.csv.gz", "--output", "m.sonde").exitCode == 0)
        #expect(try kit.bytes("m.sonde") == expected)
        let lines = [
            "$SONDE forest fit - --output n.sonde < data.csv.gz",
            // One byte at a time, the first of which does not say yet what it is.
            "dd if=data.csv.gz bs=1 2> /dev/null | $SONDE forest fit - --output n.sonde",
        ]
        for line in lines {
            let fit = try await kit.shell(line)
            #expect(fit.exitCode == 0, "\(fit.output)")
            #expect(try kit.bytes("n.sonde") == expected)
            try FileManager.default.removeItem(atPath: kit.folder.path("n.sonde"))
        }
        let cut = try await kit.shell("head -c 300 data.csv.gz | $SONDE forest fit - --output n.sonde; echo $?")
        #expect(
            cut.output
                == "standard input is cut off: its gzip data breaks off in the midst; copy or compress it again.\n65\n")
    }
}
