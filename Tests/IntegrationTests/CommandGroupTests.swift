import Testing

/// Commands that only have others below them.
@Suite struct CommandGroupTests {
    @Test(arguments: ["db", "alert", "forest"])
    func onTheirOwnTheyAreNoWholeCommandLine(name: String) async throws {
        let folder = try ScratchFolder()
        let ended = await (try SondeProcess([name], in: folder.url)).ended()
        #expect(ended.exitCode == 64)
        #expect(ended.output.isEmpty)
        #expect(ended.errors.hasPrefix("Error: Say what to do: "))
        #expect(ended.errors.contains("Usage: sonde \(name) <subcommand>"), "\(ended.errors)")
    }
}
