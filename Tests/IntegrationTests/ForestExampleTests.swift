import Testing

/// The program that the library's documentation shows.
@Suite(.timeLimit(.minutes(2))) struct ForestExampleTests {
    @Test func itRunsAndSaysWhatItFound() async throws {
        let folder = try ScratchFolder()
        let ended = await (try SondeProcess([], in: folder.url, program: "forest-example")).ended()
        #expect(ended.exitCode == 0)
        #expect(ended.output.contains("[118.0, 50.0] is usual"))
        #expect(ended.output.contains("[900.0, 3.0] is strange"))
        #expect(ended.output.contains("because of its response time"))
        #expect(ended.output.hasSuffix("true\n"), "the saved copy decides otherwise")
    }
}
