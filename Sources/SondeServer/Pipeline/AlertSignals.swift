import SondeCore

/// What the pipeline asks of the services that act for alerts.
package struct AlertSignals: Sendable {
    package init() {}

    /// Something is due at another time than before.
    let deadlines = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    /// Nothing answers any more: the reference targets are to be tried.
    let references = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    /// Notices on their way to the dispatcher.
    let outbox = AsyncStream.makeStream(of: Move.self)

    /// What happened to notices.
    enum Move: Sendable {
        /// They are safe in the store.
        case stored([Notice])
        /// They are from before the start, and were read only now.
        case remembered([Notice])
        /// There is nothing to tell any more.
        case withdrawn([Notice])
    }
}
