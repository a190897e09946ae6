import Foundation
import Testing

@testable import IsolationForest

@Suite(.timeLimit(.minutes(5))) struct SavingTests {
    private static let settings: [IsolationForest.Configuration] = [
        .init(),
        .init(trees: 7, sampleSize: .count(100), contamination: .fraction(0.05), seed: .max),
        .init(
            trees: 9, sampleSize: .fraction(0.5), maxFeatures: .count(2), bootstrap: true, missingValues: .largerChild),
        .init(trees: 11, contamination: .fraction(0.5), maxFeatures: .fraction(0.7), extensionLevel: 0),
        .init(trees: 5, extensionLevel: 3, missingValues: .largerChild, seed: 3),
    ]

    private static let names = ["a", "Größe", "c, d", "\u{0}\n\"", "😀", String(repeating: "x", count: 1_024)]

    private func fitted(
        _ configuration: IsolationForest.Configuration, names: [String]? = nil, rows: Int = 700,
        columns: Int = 6
    ) throws -> IsolationForest {
        var forest = IsolationForest(configuration)
        try forest.fit(TestRows.logNormal(rows: rows, columns: columns), featureNames: names)
        return forest
    }

    @Test("What was saved and read again is the same forest to the bit", arguments: settings, [nil, names])
    func roundTrip(configuration: IsolationForest.Configuration, names: [String]?) throws {
        var forest = try fitted(configuration, names: names)
        let rows = try TestRows.logNormal(rows: 700, columns: 6)
        try forest.replaceOldestTree(with: rows)
        let bytes = try forest.encoded()
        var copy = try IsolationForest(decoding: bytes)
        #expect(copy.configuration == forest.configuration)
        #expect(copy.featureNames == names && forest.featureNames == names)
        #expect(bytes[8] == (names == nil ? 1 : 2), "older programs read a forest without names")
        #expect(copy.image == forest.image)
        #expect(copy.offset == forest.offset)
        #expect(try copy.encoded() == bytes)
        #expect(try copy.scoreSamples(rows) == forest.scoreSamples(rows))
        // The copy goes on where the first one stood.
        try forest.replaceOldestTree(with: rows)
        try copy.replaceOldestTree(with: rows)
        #expect(copy.image == forest.image)
    }

    @Test("More than 256 columns and samples of thousands of rows are saved, too")
    func large() throws {
        let wide = try TestRows.uniform(rows: 40, columns: 1_000)
        var forest = IsolationForest(.init(trees: 3))
        try forest.fit(wide)
        #expect(try IsolationForest(decoding: forest.encoded()).scoreSamples(wide) == forest.scoreSamples(wide))
        let tall = try TestRows.logNormal(rows: 9_000, columns: 2)
        forest = IsolationForest(.init(trees: 3, sampleSize: .fraction(1)))
        try forest.fit(tall)
        #expect(try IsolationForest(decoding: forest.encoded()).scoreSamples(tall) == forest.scoreSamples(tall))
    }

    @Test("Every file that is cut short is refused as such", arguments: settings)
    func cut(configuration: IsolationForest.Configuration) throws {
        let bytes = try fitted(configuration).encoded()
        for length in [0, 1, 7] {
            #expect(throws: IsolationForestError.notAForest) { try IsolationForest(decoding: Array(bytes[..<length])) }
        }
        for length in [8, 9, 17, 21] {
            #expect(throws: IsolationForestError.truncatedFile(expected: nil, found: length)) {
                try IsolationForest(decoding: Array(bytes[..<length]))
            }
        }
        for length in [22, 60, bytes.count / 2, bytes.count - 1] {
            #expect(throws: IsolationForestError.truncatedFile(expected: bytes.count, found: length)) {
                try IsolationForest(decoding: Array(bytes[..<length]))
            }
        }
    }

    @Test("Other files, newer versions and changed bytes are refused with a sentence each")
    func foreign() throws {
        var bytes = try fitted(.init()).encoded()
        #expect(throws: IsolationForestError.notAForest) {
            try IsolationForest(decoding: Array("\u{7F}ELF and more than twenty-two bytes".utf8))
        }
        bytes[8] = 3
        #expect(throws: IsolationForestError.newerFormat(3)) { try IsolationForest(decoding: bytes) }
        bytes[8] = 1
        bytes[bytes.count / 2] ^= 4
        #expect(throws: IsolationForestError.damagedFile("its checksum is wrong")) {
            try IsolationForest(decoding: bytes)
        }
        bytes[bytes.count / 2] ^= 4
        #expect(throws: IsolationForestError.damagedFile("something follows its end")) {
            try IsolationForest(decoding: bytes + [0])
        }
        #expect(throws: IsolationForestError.notFitted) { try IsolationForest().encoded() }
    }

    @Test("The checksum is the usual CRC-32")
    func checksum() {
        #expect(CRC32.of("123456789".utf8) == 0xCBF4_3926)
    }

    /// A million files with bytes changed, put in, left out or repeated, half of them with a checksum that fits again,
    /// so that the reader behind it is reached. What is accepted can be scored with and saved again.
    @Test("A million damaged files end in an error or a forest that works")
    func fuzz() throws {
        let originals = try fuzzedForests()
        let row: [Float] = Array(repeating: 3, count: 300)
        var generator = SeededGenerator(seed: 1, stream: 0)
        var (accepted, named, wide, severalTrees) = (0, 0, 0, 0)
        for number in 0..<1_000_000 {
            var bytes = originals[number % originals.count]
            for _ in 0...generator.index(below: 4) { bytes.damage(&generator) }
            if number.isMultiple(of: 2) { bytes.seal() }
            guard let forest = try? IsolationForest(decoding: bytes) else { continue }
            accepted += 1
            named += forest.featureNames == nil ? 0 : 1
            wide += forest.axisSplits?.featureWidth == 2 ? 1 : 0
            severalTrees += forest.configuration.trees > 1 ? 1 : 0
            #expect(forest.memoryFootprint <= 16 * bytes.count)
            let columns = try #require(forest.columns)
            if columns <= row.count { _ = try forest.score(of: Array(row[..<columns])) }
            if let names = forest.featureNames {
                try IsolationForest.validate(featureNames: names, columns: columns)
            }
            let again = try forest.encoded()
            guard accepted.isMultiple(of: 16) else { continue }
            #expect(try IsolationForest(decoding: again).image == forest.image)
            if columns <= row.count { _ = try forest.explain(Array(row[..<columns])) }
        }
        // Many changes touch a threshold, the offset or the seed alone.
        #expect(accepted > 1_000 && named > 1_000 && wide > 1_000 && severalTrees > 1_000)
    }

    /// Small ones, so that every byte is met often: of one tree with all settings, of several, and of many columns.
    private func fuzzedForests() throws -> [[UInt8]] {
        let names = ["a", "Größe", "c, d", "😀", "ee", "a name that is too long for the array"]
        let single = try Self.settings.flatMap { configuration in
            var small = configuration
            small.trees = 1
            small.sampleSize = .count(6)
            return try [nil, names].map { try fitted(small, names: $0, rows: 30).encoded() }
        }
        let several = try fitted(.init(trees: 3, sampleSize: .count(4)), rows: 30).encoded()
        let planes = try fitted(.init(trees: 2, sampleSize: .count(3), extensionLevel: 1), rows: 30).encoded()
        let wide = try fitted(.init(trees: 2, sampleSize: .count(3)), rows: 30, columns: 300).encoded()
        return single + [several, planes, wide]
    }
}
