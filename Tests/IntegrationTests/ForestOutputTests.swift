import Foundation
import Testing

@testable import sonde

/// A file on its way to its place leaves nothing behind. A signal removes one file at a time.
@Suite(.serialized) struct ForestOutputTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    private func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
    }

    private func created(mayBeNameless: Bool) throws -> UnfinishedFile {
        let file = try #require(
            UnfinishedFile(in: folder.url.path, permissions: 0o640, mayBeNameless: mayBeNameless))
        #expect(write(file.descriptor, "new", 3) == 3)
        return file
    }

    @Test(arguments: [true, false], [true, false])
    func aWholeFileStandsInItsPlaceAlone(mayBeNameless: Bool, replaces: Bool) throws {
        if replaces { try folder.write("old", to: "x") }
        let file = try created(mayBeNameless: mayBeNameless)
        #expect(file.move(to: folder.path("x"), in: folder.url.path))
        #expect(try files() == ["x"])
        #expect(try String(contentsOfFile: folder.path("x"), encoding: .utf8) == "new")
        let mode = try FileManager.default.attributesOfItem(atPath: folder.path("x"))[.posixPermissions] as? Int
        #expect(mode == 0o640)
    }

    @Test(arguments: [true, false])
    func aFileThatIsGivenUpIsGone(mayBeNameless: Bool) throws {
        try withExtendedLifetime(created(mayBeNameless: mayBeNameless)) { _ in }
        #expect(try files().isEmpty)
    }

    /// However its writer ends, kill -9 included.
    @Test(.enabled(if: Self.hasNamelessFiles))
    func aNamelessFileStandsNowhere() throws {
        try folder.write("old", to: "x")
        let file = try created(mayBeNameless: true)
        #expect(try files() == ["x"])
        #expect(file.move(to: folder.path("x"), in: folder.url.path))
    }

    private static var hasNamelessFiles: Bool {
        let flag: Int32 = 0o20_000_000 | O_DIRECTORY
        let descriptor = open(FileManager.default.temporaryDirectory.path, flag | O_WRONLY, 0o600)
        if descriptor >= 0 { close(descriptor) }
        return descriptor >= 0
    }

    @Test func aPlaceThatIsTakenByAFolderIsAnError() throws {
        let file = try created(mayBeNameless: true)
        try FileManager.default.createDirectory(atPath: folder.path("x"), withIntermediateDirectories: false)
        #expect(!file.move(to: folder.path("x"), in: folder.url.path))
    }

    /// With signals that do nothing when they are not caught.
    @Test func aSignalRemovesAFileWithAName() throws {
        try folder.write("half", to: "x")
        signal(SIGURG, SIG_IGN)
        defer { signal(SIGURG, SIG_DFL) }
        let removal = RemovalOnSignal(folder.path("x"), on: [SIGURG, SIGWINCH])
        defer { withExtendedLifetime(removal) {} }
        raiseUnblocked(SIGURG)
        #expect(try files() == ["x"], "an ignored signal stays ignored")
        raiseUnblocked(SIGWINCH)
        #expect(try files().isEmpty)
    }

    /// The threads of tests block signals.
    private func raiseUnblocked(_ number: Int32) {
        var (only, before) = (sigset_t(), sigset_t())
        sigemptyset(&only)
        sigaddset(&only, number)
        pthread_sigmask(SIG_UNBLOCK, &only, &before)
        raise(number)
        pthread_sigmask(SIG_SETMASK, &before, nil)
    }
}
