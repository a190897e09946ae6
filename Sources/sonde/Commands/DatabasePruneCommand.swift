import ArgumentParser
import SondeCore
import SondeServer

struct DatabasePruneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Remove what is older than the retention, and what there is no room for.",
        discussion: """
            'sonde run' does the same each hour. Results are rolled up before they go: charts, availability and \
            percentiles stay. The room is used for new rows. It does not ask.
            """)

    @OptionGroup var configurationFile: ConfigurationOption

    @Option(
        help: ArgumentHelp(
            "How old results, anomalies and closed incidents may be, in place of store.retention: '7d'.",
            valueName: "duration"))
    var olderThan: String?

    func validate() throws {
        _ = try age()
    }

    func run() async throws {
        let age = try age()
        try await DatabaseWork.run(configurationFile, for: .changing) { store, configuration in
            let now = SystemClock().now
            var retention = configuration.store.retention
            if let age { retention.results = age }
            let cutoffs = retention.cutoffs(at: now)
            let removed = try await store.prune(before: cutoffs)
            Terminal.print(
                removed == 0
                    ? "Nothing is from before \(cutoffs.results.rfc3339): nothing was removed."
                    : "\(removed) row\(removed == 1 ? "" : "s") from before \(cutoffs.results.rfc3339) "
                        + "\(removed == 1 ? "was" : "were") removed.")
            guard let maxSize = configuration.store.maxSize else { return }
            let recent = now.advanced(by: .seconds(-3600))
            guard let until = try await store.trim(to: maxSize, keeping: recent) else { return }
            Terminal.print(
                until < recent
                    ? "The oldest results, until \(until.rfc3339), were removed: the store may take "
                        + "\(ByteText.of(maxSize))."
                    : "The store takes more than \(ByteText.of(maxSize)), and no older results are left to be removed.")
        }
    }

    private func age() throws -> Duration? {
        guard let olderThan else { return nil }
        guard let age = Duration(configuration: olderThan), age >= .seconds(3600) else {
            throw ValidationError("--older-than takes a duration of an hour or more, such as 7d, not '\(olderThan)'.")
        }
        return age
    }
}
