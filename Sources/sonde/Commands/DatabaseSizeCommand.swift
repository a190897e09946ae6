import ArgumentParser
import SondeCore
import SondeServer

struct DatabaseSizeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "size",
        abstract: "Say how much room the database takes, and what for.",
        discussion: """
            What waits for new rows is no longer used and not given back to the file system. Of a large database the \
            parts are estimated.
            """)

    @OptionGroup var configurationFile: ConfigurationOption

    @Flag(help: "A JSON object in place of the table.")
    var json = false

    func run() async throws {
        try await DatabaseWork.run(configurationFile, for: .reading) { store, configuration in
            let report = SizeReport(
                kind: try await store.kind(), place: configuration.store.place, size: try await store.size(),
                maxSize: configuration.store.maxSize)
            if json {
                Terminal.print(try report.json())
            } else {
                for line in report.lines() { Terminal.print(line) }
            }
        }
    }
}
