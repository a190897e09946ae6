package import SondeCore

/// A kind of channel. One file implements it, and `channelTypes` names it: that is all that a new one takes.
package protocol ChannelType: AlertChannel {
    /// As the configuration calls it: `slack`.
    static var type: String { get }

    /// Its keys, beside those that every channel has (`name`, `type`, `template`, `rate-limit`, `default-alert`,
    /// `overrides`).
    static var keys: [ChannelKey] { get }

    /// Whether one message may tell incidents that have nothing in common. False where each incident has a life of its own on
    /// the other side, as in PagerDuty.
    static var combines: Bool { get }

    /// Whether it is told in a digest of what is below the paging severity. False where every message may wake somebody.
    static var takesDigests: Bool { get }

    /// Messages a minute that the other side surely takes, unless the configuration says otherwise.
    static var messagesPerMinute: Int { get }

    /// Takes over the options. Every required key is there and every value is of its kind; what else must hold is checked
    /// here. Opens nothing and sends nothing.
    init(_ options: ChannelOptions) throws(ChannelFault)
}

extension ChannelType {
    package static var combines: Bool { true }
    package static var takesDigests: Bool { true }
    package static var messagesPerMinute: Int { 30 }
}
