import Foundation
import Testing

@testable import IsolationForest

/// Files of each version as they were first written, and what they score: every later version reads them alike.
@Suite struct GoldenFileTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        /// Version 1.
        let base64: String
        /// Version 2: the same with the names of its columns, put together by a program of its own.
        let named: String
        let scores: [Double]
        let offset: Double
    }

    private static let names = ["time", "Größe", "a, b"]
    private static let rows: [[Float]] = [[1, 2, 3], [20, 18, 22], [400, 0, 1]]

    /// Two trees each, of samples of six rows.
    private static let cases = [
        Case(
            testDescription: "ordinary",
            base64:
                "U09OREVJRgoBAI8AAAAAAAAAAgAAAAMAAAAGAAAAfXj4cRDL5b8AAAAAAAAAAAAAAAALAAAAAAAAAAD/////AQYAAAAAAAAAAgAA"
                + "AAAAANA/AAAAAAAAAAAAA1sJyEECtiKDQQHnGphBAAEAAQABAgIER0EBAgGBcqxBAAECHzKdQQKzfDtBAAEBA5GcyuM=",
            named:
                "U09OREVJRgoCAKEAAAAAAAAAAgAAAAMAAAAGAAAAfXj4cRDL5b8AAAAAAAAAAAAAAAALAAAAAAAAAAD/////AQYAAAAAAAAAAgAA"
                + "AAAAANA/AAAAAAAAAAAABHRpbWUHR3LDtsOfZQRhLCBiA1sJyEECtiKDQQHnGphBAAEAAQABAgIER0EBAgGBcqxBAAECHzKdQQKz"
                + "fDtBAAEBA/vh0Zw=",
            scores: [-0.6810381151187951, -0.6810381151187951, -0.5271720349036094], offset: -0.6810381151187951),
        Case(
            testDescription: "with missing values",
            base64:
                "U09OREVJRgoBAI8AAAAAAAAAAgAAAAMAAAAGAAAAfXj4cRDL5b8AAAAAAAAAAAAAAAALAAAAAAAAAAL/////AQYAAAAAAAAAAgAA"
                + "AAAAANA/AAAAAAAAAAAAB1sJyEEFtiKDQQPnGphBAAEAAQABBQIER0EBAgOBcqxBAAEFHzKdQQWzfDtBAAEBA6MnEcI=",
            named:
                "U09OREVJRgoCAKEAAAAAAAAAAgAAAAMAAAAGAAAAfXj4cRDL5b8AAAAAAAAAAAAAAAALAAAAAAAAAAL/////AQYAAAAAAAAAAgAA"
                + "AAAAANA/AAAAAAAAAAAABHRpbWUHR3LDtsOfZQRhLCBiB1sJyEEFtiKDQQPnGphBAAEAAQABBQIER0EBAgOBcqxBAAEFHzKdQQWz"
                + "fDtBAAEBA+rZMlc=",
            scores: [-0.6810381151187951, -0.6810381151187951, -0.5271720349036094], offset: -0.6810381151187951),
        Case(
            testDescription: "of planes",
            base64:
                "U09OREVJRgoBAAQBAAAAAAAAAgAAAAMAAAAGAAAAU9so45fe4L8AAAAAAAAAAAAAAAALAAAAAAAAAAABAAAAAQYAAAAAAAAAAgAA"
                + "AAAAANA/AAAAAAAAAAAAAgK0/oK/ALqACT+8eC7BAgL4ria/AbE13TzagoHBAgEkPxY/AihqpL6pAbNAAgLZGg3AAS8sUD9IEybC"
                + "AAECAJPbiz8Ba3GuPuraMEIAAAIBAQECAFbq9b4BB+dVPrNaMcECAsOMyL8AZ5UQwKYE4cICAf9sgj8C6wiEvx+JfsECAGmHpT8B"
                + "KOfePxZ6l0IAAQAAAgFjpvI+ANV1jL/CAHfBAQECAb9KiNI=",
            named:
                "U09OREVJRgoCABYBAAAAAAAAAgAAAAMAAAAGAAAAU9so45fe4L8AAAAAAAAAAAAAAAALAAAAAAAAAAABAAAAAQYAAAAAAAAAAgAA"
                + "AAAAANA/AAAAAAAAAAAABHRpbWUHR3LDtsOfZQRhLCBiAgK0/oK/ALqACT+8eC7BAgL4ria/AbE13TzagoHBAgEkPxY/AihqpL6p"
                + "AbNAAgLZGg3AAS8sUD9IEybCAAECAJPbiz8Ba3GuPuraMEIAAAIBAQECAFbq9b4BB+dVPrNaMcECAsOMyL8AZ5UQwKYE4cICAf9s"
                + "gj8C6wiEvx+JfsECAGmHpT8BKOfePxZ6l0IAAQAAAgFjpvI+ANV1jL/CAHfBAQECAT78Fsw=",
            scores: [-0.46381291424456117, -0.5271720349036094, -0.46381291424456117], offset: -0.5271720349036094),
    ]

    @Test("A file of version 1 is read as it was meant, and written again to the byte", arguments: cases)
    func versionOne(_ golden: Case) throws {
        try check(golden, golden.base64, names: nil)
    }

    @Test("A file of version 2 has names, too", arguments: cases)
    func versionTwo(_ golden: Case) throws {
        try check(golden, golden.named, names: Self.names)
    }

    private func check(_ golden: Case, _ base64: String, names: [String]?) throws {
        let bytes = try #require(Data(base64Encoded: base64))
        let forest = try IsolationForest(decoding: Array(bytes))
        #expect(forest.offset == golden.offset)
        #expect(forest.featureNames == names)
        for (row, score) in zip(Self.rows, golden.scores) {
            let found = try forest.score(of: row)
            #expect(abs(found - score) < 1e-12)
        }
        #expect(try forest.encoded() == Array(bytes))
        #expect(try IsolationForest.savedLength(beginning: Array(bytes[..<18])) == bytes.count)
    }
}
