import ArgumentParser
import SondeCore
import SondeServer

struct DatabaseRebuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild-rollups",
        abstract: "Make the roll-ups anew from the results that are left.",
        discussion: """
            For roll-ups that were damaged. Those of results that are gone stay as they are; an hour that is partly in \
            the range is made anew as a whole.
            """)

    @OptionGroup var configurationFile: ConfigurationOption
    @OptionGroup var time: TimeRangeOptions

    func run() async throws {
        let now = SystemClock().now
        let range = try time.range(from: Timestamp(microseconds: 0), at: now)
        try await DatabaseWork.run(configurationFile, for: .changing) { store, _ in
            let progress = CommandProgress()
            defer { progress.clear() }
            progress.begin("making roll-ups anew")
            try await store.rebuildRollups(in: range)
            // And those that nobody has made yet, but for the minute under way.
            try await store.rollUp(until: min(range.upperBound, now.advanced(by: .seconds(-90))))
            progress.clear()
            let beginning = time.from == nil ? "the oldest result" : range.lowerBound.rfc3339
            Terminal.print(
                "The roll-ups from \(beginning) until \(range.upperBound.rfc3339) were made anew, as far as there are "
                    + "results.")
        }
    }
}
