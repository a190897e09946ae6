import ArgumentParser
import Foundation

/// `--threads`.
struct ThreadsOption: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The threads to work with; the result is the same. (default: the number of processors)",
            valueName: "number"))
    var threads: Int?

    var count: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

    func validate() throws {
        guard 1...1024 ~= count else { throw ValidationError("--threads takes 1 to 1024, not \(count).") }
    }
}
