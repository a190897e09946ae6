import Foundation
import Testing

@testable import IsolationForest

/// Files of version 1 as they were first written, and what they score: every later version reads them alike.
@Suite struct GoldenFileTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let base64: String
        let scores: [Double]
        let offset: Double
    }

    private static let rows: [[Float]] = [[1, 2, 3], [20, 18, 22], [400, 0, 1]]

    /// Two trees each, of samples of six rows.
    private static let cases = [
        Case(
            testDescription: "ordinary",
            base64:
                "U09OREVJRgoBAI8AAAAAAAAAAgAAAAMAAAAGAAAAfXj4cRDL5b8AAAAAAAAAAAAAAAALAAAAAAAAAAD/////AQYAAAAAAAAAAgAA"
                + "AAAAANA/AAAAAAAAAAAAA1sJyEECtiKDQQHnGphBAAEAAQABAgIER0EBAgGBcqxBAAECHzKdQQKzfDtBAAEBA5GcyuM=",
            scores: [-0.6810381151187951, -0.6810381151187951, -0.5271720349036094], offset: -0.6810381151187951),
        Case(
            testDescription: "with missing values",
            base64:
                "U09OREVJRgoBAI8AAAAAAAAAAgAAAAMAAAAGAAAAfXj4cRDL5b8AAAAAAAAAAAAAAAALAAAAAAAAAAL/////AQYAAAAAAAAAAgAA"
                + "AAAAANA/AAAAAAAAAAAAB1sJyEEFtiKDQQPnGphBAAEAAQABBQIER0EBAgOBcqxBAAEFHzKdQQWzfDtBAAEBA6MnEcI=",
            scores: [-0.6810381151187951, -0.6810381151187951, -0.5271720349036094], offset: -0.6810381151187951),
        Case(
            testDescription: "of planes",
            base64:
                "U09OREVJRgoBAAQBAAAAAAAAAgAAAAMAAAAGAAAAU9so45fe4L8AAAAAAAAAAAAAAAALAAAAAAAAAAABAAAAAQYAAAAAAAAAAgAA"
                + "AAAAANA/AAAAAAAAAAAAAgK0/oK/ALqACT+8eC7BAgL4ria/AbE13TzagoHBAgEkPxY/AihqpL6pAbNAAgLZGg3AAS8sUD9IEybC"
                + "AAECAJPbiz8Ba3GuPuraMEIAAAIBAQECAFbq9b4BB+dVPrNaMcECAsOMyL8AZ5UQwKYE4cICAf9sgj8C6wiEvx+JfsECAGmHpT8B"
                + "KOfePxZ6l0IAAQAAAgFjpvI+ANV1jL/CAHfBAQECAb9KiNI=",
            scores: [-0.46381291424456117, -0.5271720349036094, -0.46381291424456117], offset: -0.5271720349036094),
    ]

    @Test("A file of version 1 is read as it was meant, and written again to the byte", arguments: cases)
    func versionOne(_ golden: Case) throws {
        let bytes = try #require(Data(base64Encoded: golden.base64))
        let forest = try IsolationForest(decoding: Array(bytes))
        #expect(forest.offset == golden.offset)
        for (row, score) in zip(Self.rows, golden.scores) {
            let found = try forest.score(of: row)
            #expect(abs(found - score) < 1e-12)
        }
        #expect(try forest.encoded() == Array(bytes))
    }
}
