import Foundation
import Logging
import ServiceLifecycle
import SondeCore

/// Tells the terminal, or the log, what is worth reading: one line an event.
struct EventReporter: Service {
    /// Subscribed to before anything happens, so that no event is missed.
    let events: AsyncStream<LiveEvent>
    /// True writes every probe too.
    let isVerbose: Bool
    let write: @Sendable (EventLine) -> Void

    func run() async throws {
        for await event in events.cancelOnGracefulShutdown() {
            if let line = EventLine(event, isVerbose: isVerbose) { write(line) }
        }
    }
}
