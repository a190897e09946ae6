import ServiceLifecycle
import SondeAlerting

/// Hands notices to the dispatcher once they are safe in the store, and takes back what is not to be told any more.
struct NoticeService: Service {
    let signals: AlertSignals
    let dispatcher: AlertDispatcher

    func run() async throws {
        for await move in signals.outbox.stream.cancelOnGracefulShutdown() {
            switch move {
            case .stored(let notices): await dispatcher.stored(notices)
            case .remembered(let notices): await dispatcher.take(notices)
            case .withdrawn(let notices): await dispatcher.withdraw(notices)
            }
        }
    }
}
