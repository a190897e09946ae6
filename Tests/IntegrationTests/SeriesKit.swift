import Foundation
import Testing

@testable import sonde

/// A file with a series in a folder of its own, and what is read from it.
struct SeriesKit {
    let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    func input(_ text: String, _ name: String = "data.csv") throws -> InputFile {
        try folder.write(text, to: name)
        return try InputFile(folder.path(name))
    }

    func rows(_ text: String) throws -> [SeriesRow] {
        try rows(of: input(text))
    }

    func rows(of input: InputFile) throws -> [SeriesRow] {
        var reader = try SeriesReader(input)
        var rows: [SeriesRow] = []
        while let row = try reader.next() { rows.append(row) }
        return rows
    }

    func kind(_ text: String) throws -> SeriesColumns.Kind {
        try SeriesReader(input(text)).kind
    }

    /// The sentence on what is wrong with the data, without the folder of the file.
    func fault(_ text: String) throws -> String {
        let failure = #expect(throws: CommandFailure.self) { try rows(text) }
        let found = try #require(failure)
        guard case .badData(let sentence) = found else {
            Issue.record("\(found) is not about data")
            return ""
        }
        return sentence.replacing(folder.url.path + "/", with: "")
    }
}
