package import SondeAlerting
package import SondeCore

/// What the configuration says of alerts, beside the rules of each endpoint.
package struct AlertingConfiguration: Sendable, Equatable {
    /// In the order of the file; those that overrides and `provider-override` make of another stand behind all others.
    /// Every name is unique.
    package var channels: [ChannelConfiguration]
    package var settings: AlertSettings
    package var heartbeat: HeartbeatConfiguration?
    /// Where the links of messages begin, without a slash at the end; nil where no page can be reached.
    package var pageURL: String?

    package init(
        channels: [ChannelConfiguration] = [], settings: AlertSettings = AlertSettings(),
        heartbeat: HeartbeatConfiguration? = nil, pageURL: String? = nil
    ) {
        self.channels = channels
        self.settings = settings
        self.heartbeat = heartbeat
        self.pageURL = pageURL
    }
}

/// An address that is called as long as Sonde is well: whoever watches it tells when the calls stop.
package struct HeartbeatConfiguration: Sendable, Hashable {
    package var url: Secret
    package var interval: Duration

    package init(url: Secret, interval: Duration = .seconds(60)) {
        self.url = url
        self.interval = interval
    }
}
