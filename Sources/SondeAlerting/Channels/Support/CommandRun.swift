import Foundation
import SondeCore
import Synchronization

/// One run of a program, with its input given whole and the beginning of its standard error kept.
///
/// The program leads a process group of its own, which is killed as a whole at the time limit and on cancellation.
struct CommandRun: Sendable {
    /// The program's path first.
    var command: [String]
    /// All that it gets.
    var environment: [String: String]
    var input: [UInt8]
    var timeout: Duration

    /// How it ended.
    struct End: Sendable {
        var reason: Reason
        /// At most 4 KiB of its standard error.
        var errors: String
    }

    enum Reason: Sendable, Equatable {
        case exited(Int32)
        case signalled(Int32)
        case timedOut
        case cancelled
    }

    /// Why it was never started.
    struct CannotStart: Error {
        var code: Int32

        var words: String { String(cString: strerror(code)).lowercased() }
        /// Missing memory and process numbers come back, and a file that is being written is whole in a moment; a missing
        /// one does not come back.
        var isPermanent: Bool { ![EAGAIN, ENOMEM, EMFILE, ENFILE, ETXTBSY].contains(code) }
    }

    /// Starts it and waits for its end, on a thread that may block.
    func end() async throws(CannotStart) -> End {
        let (child, pipes) = try ChildProcess.start(self)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let thread = Thread {
                    continuation.resume(returning: child.wait(pipes, feeding: input, atMost: timeout))
                }
                thread.name = "sonde-command"
                thread.start()
            }
        } onCancel: {
            child.kill(.cancelled)
        }
    }
}
