import SondeCore
import SondeServer

/// Whether the times of a series can be right. A wrong year would make all rows after it late, or begin a file with its
/// newest row.
enum TimeOrder {
    /// Five years: no record pauses for longer.
    private static let longestStep: Int64 = 5 * year
    private static let year: Int64 = 31_557_600_000_000
    /// Rows before which nothing is said of late ones.
    private static let rowsForOrder = 100

    /// What is wrong with the time of a row that comes after another of its series; nil if nothing is.
    ///
    /// - Parameters:
    ///   - isSecond: Whether there was but one before: then it may as well be that one whose time is wrong.
    ///   - other: The row before, in words.
    static func fault(
        of time: Timestamp, after last: Timestamp, isSecond: Bool, other: @autoclosure () -> String
    ) -> String? {
        let step = time.microseconds - last.microseconds
        guard step > longestStep || isSecond && step < -longestStep else { return nil }
        let years = (abs(step) + year / 2) / year
        return "the time \(text(time)) lies \(years) years \(step > 0 ? "after" : "before") \(other()); correct "
            + (isSecond ? "or remove one of them." : "the line or remove it.")
    }

    /// What is wrong with a series of which a row was late; nil where late rows are few. A row may be late; a file that
    /// runs backwards would be passed over as a whole.
    static func fault(of replay: Replay) -> String? {
        guard let newest = replay.span?.upperBound, replay.rows >= rowsForOrder,
            10 * replay.lateRows > 9 * replay.rows
        else { return nil }
        return
            "begins with its newest rows, the newest of \(text(newest)); sort it by time, the oldest first, or correct "
            + "that time."
    }

    private static func text(_ time: Timestamp) -> String { time.rfc3339.replacing(".000Z", with: "Z") }
}
