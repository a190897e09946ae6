import Foundation
import Testing

@testable import IsolationForest

@Suite struct FeatureNameTests {
    private func fitted(_ names: [String]?) throws -> IsolationForest {
        var forest = IsolationForest(.init(trees: 2))
        try forest.fit(TestRows.logNormal(rows: 50, columns: 3), featureNames: names)
        return forest
    }

    @Test("Names are those of the last fit, and stay when trees are replaced")
    func names() throws {
        var forest = try fitted(["a", "b", "c"])
        try forest.replaceOldestTree(with: TestRows.logNormal(rows: 50, columns: 3))
        #expect(forest.featureNames == ["a", "b", "c"])
        #expect(throws: IsolationForestError.self) {
            try forest.fit(TestRows.logNormal(rows: 50, columns: 2), featureNames: ["x", "x"])
        }
        #expect(forest.featureNames == ["a", "b", "c"] && forest.columns == 3)
        try forest.fit(TestRows.logNormal(rows: 50, columns: 2))
        #expect(forest.featureNames == nil)
    }

    @Test("Names change nothing about the trees")
    func trees() throws {
        #expect(try fitted(["a", "b", "c"]).image == fitted(nil).image)
    }

    @Test("Names take the memory that is said")
    func memory() throws {
        let long = ["a", "b", "c"].map { String(repeating: $0, count: 1_000) }
        #expect(try fitted(long).memoryFootprint > fitted(["a", "b", "c"]).memoryFootprint + 3_000)
    }

    enum Fault: String, CaseIterable {
        case notUTF8, surrogate, empty, tooLong, twice, endless, cutOff

        /// The names in a file.
        var bytes: [UInt8] {
            switch self {
            case .notUTF8: [1, 0x61, 1, 0xFF, 1, 0x63]
            case .surrogate: [1, 0x61, 3, 0xED, 0xA0, 0x80, 1, 0x63]
            case .empty: [1, 0x61, 0, 1, 0x63]
            case .tooLong: [1, 0x61, 0x81, 8] + Array(repeating: 0x62, count: 1_025) + [1, 0x63]
            case .twice: [1, 0x61, 1, 0x62, 1, 0x61]
            case .endless: [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]
            case .cutOff: [1, 0x61, 1, 0x62, 0xFF, 7]
            }
        }
    }

    @Test("Names in a file are checked as strictly as those of a fit", arguments: Fault.allCases)
    func faults(_ fault: Fault) throws {
        let good: [UInt8] = [1, 0x61, 1, 0x62, 1, 0x63]
        var bytes = try fitted(["a", "b", "c"]).encoded()
        let place = FileFormat.prefixSize + 72
        #expect(Array(bytes[place..<place + good.count]) == good)
        bytes.replaceSubrange(place..<place + good.count, with: fault.bytes)
        if fault == .cutOff { bytes.removeSubrange((place + fault.bytes.count + 100)...) }
        bytes.seal()
        let error = #expect(throws: IsolationForestError.self) { try IsolationForest(decoding: bytes) }
        guard case .damagedFile = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("Sixty-five thousand columns have names, too")
    func widest() throws {
        let columns = FeatureMatrix.columnLimit
        var forest = IsolationForest(.init(trees: 1))
        let names = (0..<columns).map { "\($0)" }
        try forest.fit(FeatureMatrix(Array(repeating: 1, count: columns), columns: columns), featureNames: names)
        #expect(try IsolationForest(decoding: forest.encoded()).featureNames == names)
    }

    @Test("The length of a saved forest is known from its first bytes")
    func length() throws {
        let bytes = try fitted(["a", "b", "c"]).encoded()
        for count in [0, 1, 8, 17] {
            #expect(try IsolationForest.savedLength(beginning: Array(bytes[..<count])) == nil)
        }
        for count in [18, 19, bytes.count] {
            #expect(try IsolationForest.savedLength(beginning: Array(bytes[..<count])) == bytes.count)
        }
        #expect(throws: IsolationForestError.notAForest) {
            try IsolationForest.savedLength(beginning: Array("SOND3".utf8))
        }
        for byte in 14...17 {
            var long = bytes
            long[byte] = 0xFF
            #expect(throws: IsolationForestError.damagedFile("it says that it is longer than any forest")) {
                try IsolationForest.savedLength(beginning: long)
            }
        }
    }
}
