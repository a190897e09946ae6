/// What a message tells.
package enum AlertEvent: String, Sendable, Codable, CaseIterable {
    /// An incident opened, or those who are told now are told of it for the first time.
    case opened
    /// Its severity rose, or it was found to be flapping.
    case raised
    /// It is still open.
    case reminder
    /// Nobody acknowledged it in time.
    case escalated
    case resolved
    /// What is below the paging severity, gathered over a while.
    case digest
    /// A person tries the channel.
    case test
}
