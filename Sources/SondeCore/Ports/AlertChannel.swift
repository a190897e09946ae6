/// Takes messages to people: an e-mail server, a chat, another system.
package protocol AlertChannel: Sendable {
    /// Delivers one message. It may be called again with the same key after a fault, and must not wait longer than about a
    /// minute.
    ///
    /// - Returns: What later messages of the same thread need, as `AlertMessage.receipt`; nil where there is nothing.
    func send(_ message: AlertMessage, through http: any HTTPClient) async throws(DeliveryFault) -> String?
}

/// Why a channel did not take a message.
package struct DeliveryFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// A sentence for people with the server's own words, without secrets.
    package var sentence: String
    /// Whether trying again may help.
    package var isPermanent: Bool
    /// How long the server asks to wait.
    package var retryAfter: Duration?
    /// Somebody has the message, though not all who should: another try goes to the others alone.
    package var isPartial: Bool

    package init(
        _ sentence: String, isPermanent: Bool = false, retryAfter: Duration? = nil, isPartial: Bool = false
    ) {
        self.sentence = sentence
        self.isPermanent = isPermanent
        self.retryAfter = retryAfter
        self.isPartial = isPartial
    }

    package var description: String { sentence }
}
