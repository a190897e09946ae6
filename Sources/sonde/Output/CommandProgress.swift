import Foundation

/// What a command is doing, on one line of a terminal that is written over; nothing where standard error is a file or a
/// pipe.
final class CommandProgress {
    private let isShown = isatty(STDERR_FILENO) == 1
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var last: ContinuousClock.Instant?
    private var isOnLine = false

    init() {
        start = clock.now
    }

    /// Shows what is being done now, ten times a second at most.
    func show(_ text: @autoclosure () -> String) {
        guard isShown else { return }
        let now = clock.now
        if let last, now - last < .milliseconds(100) { return }
        last = now
        write(text())
    }

    /// Shows how far the reading of data is.
    func rowsRead(_ count: Int) {
        show("reading: \(count) rows")
    }

    /// Shows the beginning of another step.
    func begin(_ text: String) {
        guard isShown else { return }
        last = clock.now
        write(text)
    }

    /// Says how long it took, and leaves the line.
    func done() {
        guard isShown else { return }
        let seconds = (clock.now - start) / .seconds(1)
        write("done in " + String(format: "%.1f s\n", seconds))
        isOnLine = false
    }

    /// Says something that is to stay.
    func say(_ text: String) {
        clear()
        Terminal.printError(text)
    }

    /// Takes the line away, for a message to stand in its place.
    func clear() {
        if isOnLine { write("") }
        isOnLine = false
    }

    private func write(_ text: String) {
        isOnLine = true
        // Carriage return, and erase to the end of the line.
        FileHandle.standardError.write(Data("\r\u{1b}[K\(text)".utf8))
    }
}
