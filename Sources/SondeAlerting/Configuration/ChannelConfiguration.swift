package import SondeCore

/// One configured channel.
package struct ChannelConfiguration: Sendable, Hashable {
    /// Unique among all channels.
    package var name: String
    /// `ChannelType.type`.
    package var type: String
    package var options: ChannelOptions
    /// Nil for Sonde's own texts.
    package var template: MessageTemplate?
    /// Nil for what the type says.
    package var messagesPerMinute: Int?

    package init(
        name: String, type: String, options: ChannelOptions = ChannelOptions(), template: MessageTemplate? = nil,
        messagesPerMinute: Int? = nil
    ) {
        self.name = name
        self.type = type
        self.options = options
        self.template = template
        self.messagesPerMinute = messagesPerMinute
    }

    package var channelType: (any ChannelType.Type)? { channelTypes.first { $0.type == type } }

    /// Whether both reach the same people in the same way, whatever is said to them.
    func tellsTheSame(as other: ChannelConfiguration) -> Bool { type == other.type && options == other.options }

    /// The channel itself.
    package func makeChannel() throws(ChannelFault) -> any AlertChannel {
        guard let channelType else { throw ChannelFault("type", "'\(type)' is no type of channel.") }
        return try channelType.init(options)
    }
}

/// A person's own words for messages, in Mustache; nil for Sonde's own.
package struct MessageTemplate: Sendable, Hashable {
    /// One line.
    package var title: String?
    /// Plain text.
    package var text: String?

    package init(title: String? = nil, text: String? = nil) {
        self.title = title
        self.text = text
    }
}
