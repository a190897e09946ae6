import Foundation
import SondeCore
import SondeServer

/// Where a running Sonde speaks: events on standard output, logs on standard error. Each has a writer of its own, so
/// that logs are seen even when nobody reads the events.
struct RunOutput: Sendable {
    let events: LineWriter
    let logs: LineWriter
    private let format: LogOptions.Format

    init(_ format: LogOptions.Format) {
        self.format = format
        let notice: @Sendable (Int) -> String = { Self.notice(of: $0, format) }
        events = LineWriter(to: STDOUT_FILENO, notice: notice)
        logs = LineWriter(to: STDERR_FILENO, notice: notice)
    }

    /// Writes an event in the chosen format.
    func write(_ line: EventLine) {
        switch format {
        case .text: events.write(line.text(coloured: Terminal.isColoured, dated: !Terminal.isTerminal))
        case .json: events.write(JSONLine.text(line))
        }
    }

    /// Before the end: waits for what is not written yet, for as long as a reader may take.
    func flush() {
        events.flush()
        logs.flush()
    }

    private static func notice(of dropped: Int, _ format: LogOptions.Format) -> String {
        let line = EventLine(
            tone: .warning, event: "dropped", time: SystemClock().now,
            text: "\(dropped) line\(dropped == 1 ? " is" : "s are") missing here: this output was not read for a while",
            fields: ["lines": .integer(dropped)])
        return switch format {
        case .text: line.text(coloured: false, dated: true)
        case .json: JSONLine.text(line)
        }
    }
}
