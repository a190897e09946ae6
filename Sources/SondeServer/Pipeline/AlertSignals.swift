import SondeCore

/// What the pipeline asks of the services that act for alerts.
package struct AlertSignals: Sendable {
    package init() {}

    /// Something is due at another time than before.
    let deadlines = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    /// All endpoints fail at once: the reference targets are to be tried.
    let references = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    /// Notices on their way to the dispatcher.
    let outbox = AsyncStream.makeStream(of: Move.self)

    /// What happened to notices.
    enum Move: Sendable {
        /// They are safe in the store.
        case stored([Notice])
        /// There is nothing to tell any more.
        case withdrawn([Notice])
    }
}
