import ArgumentParser
import SondeCore

/// `--from` and `--to`, shared by the commands that take a range of time.
struct TimeRangeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("'2026-11-01' (UTC), '2026-11-01T10:00:00Z', or '7d' ago.", valueName: "time"))
    var from: String?

    @Option(help: ArgumentHelp("The same; what is from then on is left out. (default: now)", valueName: "time"))
    var to: String?

    func validate() throws {
        _ = try range(from: Timestamp(microseconds: 0), at: SystemClock().now)
    }

    /// The range that is meant, from `usual` on unless it is said.
    func range(from usual: Timestamp, at now: Timestamp) throws(ValidationError) -> Range<Timestamp> {
        let start = try from.map { text throws(ValidationError) in try TimeArgument(text, option: "--from") }
        let end = try to.map { text throws(ValidationError) in try TimeArgument(text, option: "--to") }
        let upper = end?.time(at: now) ?? now
        let lower = start?.time(at: now) ?? min(usual, upper)
        guard lower < upper || start == nil else {
            throw ValidationError("--from must be before --to, which is now unless it is said.")
        }
        return max(lower, Timestamp(microseconds: 0))..<max(upper, Timestamp(microseconds: 0))
    }
}
