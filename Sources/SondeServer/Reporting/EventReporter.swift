import Foundation
import Logging
import ServiceLifecycle
import SondeCore

/// Tells the terminal, or the log, what is worth reading: one line an event.
struct EventReporter: Service {
    let board: any StatusBoard
    /// True writes every probe too.
    let isVerbose: Bool
    let write: @Sendable (EventLine) -> Void

    func run() async throws {
        for await event in await board.events(of: nil).cancelOnGracefulShutdown() {
            if let line = EventLine(event, isVerbose: isVerbose) { write(line) }
        }
    }
}
