import Foundation
import Testing

@testable import sonde

/// Which files a path stands for.
@Suite struct SeriesFilesTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    private func make(_ names: String...) throws {
        for name in names {
            let url = folder.url.appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data("x".utf8).write(to: url)
        }
    }

    @Test(arguments: ["", "/"])
    func aFolderStandsForItsCSVFilesInOrder(slash: String) throws {
        try make(
            "b.csv", "a.csv.gz", "C.CSV", "sub/deep/d.csv", "sub/E.Csv.GZ", "notes.txt", "csv", "x.csv.bak", "y.gz",
            ".hidden.csv", ".git/f.csv", "sub/.cache/g.csv")
        let series = try SeriesFiles(folder.url.path + slash)
        #expect(series.isFolder)
        let expected = ["C.CSV", "a.csv.gz", "b.csv", "sub/E.Csv.GZ", "sub/deep/d.csv"]
        #expect(series.files.map(\.relativePath) == expected)
        #expect(series.files.map(\.path) == expected.map { folder.path($0) })
        #expect(
            series.files.map(\.outputPath) == ["C.CSV", "a.csv", "b.csv", "sub/E.Csv", "sub/deep/d.csv"])
    }

    @Test(arguments: ["data.csv", "sub/data.csv.gz", "data.txt", "-", "none.csv"])
    func aFileStandsForItselfWhateverItsName(name: String) throws {
        try make("data.csv", "sub/data.csv.gz", "data.txt")
        let path = name == "-" ? name : folder.path(name)
        let series = try SeriesFiles(path)
        #expect(!series.isFolder)
        let last = try #require(name.split(separator: "/").last.map(String.init))
        #expect(series.files == [SeriesFiles.File(path: path, relativePath: last)])
    }

    @Test func aFolderWithoutSeriesIsAFailure() throws {
        try make(".hidden.csv", "notes.txt", "sub/notes.txt")
        let sentence = "\(folder.url.path) holds no .csv and no .csv.gz file; name a file, or a folder with some."
        #expect(throws: CommandFailure.noInput(sentence)) { try SeriesFiles(folder.url.path) }
    }

    @Test func twoFilesWithOneResultAreAFailure() throws {
        try make("sub/a.csv", "sub/a.csv.gz")
        let sentence =
            "\(folder.url.path) holds 'sub/a.csv' and 'sub/a.csv.gz', which are the same series but for gzip; remove "
            + "one or rename it."
        #expect(throws: CommandFailure.badData(sentence)) { try SeriesFiles(folder.url.path) }
    }

    /// One that leads back would never end.
    @Test func linksToFilesAreFollowedAndLinksToFoldersAreNot() throws {
        try make("sub/a.csv", "other.txt")
        let files = FileManager.default
        try files.createSymbolicLink(atPath: folder.path("sub/back"), withDestinationPath: "..")
        try files.createSymbolicLink(atPath: folder.path("link.csv"), withDestinationPath: "other.txt")
        try files.createSymbolicLink(atPath: folder.path("gone.csv"), withDestinationPath: "nothing")
        try files.createDirectory(atPath: folder.path("folder.csv"), withIntermediateDirectories: false)
        #expect(try SeriesFiles(folder.url.path).files.map(\.relativePath) == ["link.csv", "sub/a.csv"])
        try files.createSymbolicLink(atPath: folder.path("here"), withDestinationPath: "sub")
        #expect(try SeriesFiles(folder.path("here")).files.map(\.relativePath) == ["a.csv"])
    }

    @Test(.enabled(if: geteuid() != 0, "root may read everything"))
    func aFolderThatMayNotBeReadIsAFailure() throws {
        try make("a.csv", "sub/b.csv")
        let files = FileManager.default
        try files.setAttributes([.posixPermissions: 0], ofItemAtPath: folder.path("sub"))
        defer { try? files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path("sub")) }
        let sentence = "\(folder.url.path)/sub/ cannot be opened: Permission denied."
        #expect(throws: CommandFailure.noInput(sentence)) { try SeriesFiles(folder.url.path) }
    }
}
