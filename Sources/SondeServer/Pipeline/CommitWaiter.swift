import Synchronization

/// Somebody who waits for a commit; told once of its end, or when the waiting task is cancelled.
final class CommitWaiter: Sendable {
    private enum State {
        case begun
        case waiting(CheckedContinuation<Bool, Never>)
        case ended(Bool)
    }

    private let state = Mutex(State.begun)

    /// Whether the rows were committed; false also for a task that was cancelled, whose rows are committed all the same.
    var end: Bool {
        get async {
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let known = state.withLock { state -> Bool? in
                        if case .ended(let isCommitted) = state { return isCommitted }
                        state = .waiting(continuation)
                        return nil
                    }
                    if let known { continuation.resume(returning: known) }
                }
            } onCancel: {
                resume(false)
            }
        }
    }

    func resume(_ isCommitted: Bool) {
        let waiting = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            defer { if case .ended = state {} else { state = .ended(isCommitted) } }
            if case .waiting(let continuation) = state { return continuation }
            return nil
        }
        waiting?.resume(returning: isCommitted)
    }
}
