import Synchronization

/// How far a replay is, told by several threads on one line of the terminal.
final class BacktestProgress: Sendable {
    private let state: Mutex<State>

    private struct State: ~Copyable {
        let line = CommandProgress()
        /// Of all input; nil where that is not known.
        let size: Int?
        var bytes = 0
        var rows = 0
    }

    init(size: Int?) { state = Mutex(State(size: size)) }

    func read(_ bytes: Int, _ rows: Int) {
        state.withLock { state in
            state.bytes += bytes
            state.rows += rows
            let share = state.size.map { $0 > 0 ? "\(100 * min(state.bytes, $0) / $0) %, " : "" } ?? ""
            let rows = state.rows
            state.line.show("replaying: \(share)\(rows) rows")
        }
    }

    func done() { state.withLock { $0.line.done() } }

    func clear() { state.withLock { $0.line.clear() } }
}
