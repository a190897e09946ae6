/// What holds for all incidents and alerts, beside the rules of each endpoint.
package struct AlertSettings: Sendable, Hashable {
    /// Between two digests of what is below the paging severity: `ALERT_CHECK_INTERVAL`.
    package var digestInterval: Duration
    /// The least time between two notices of new incidents of one endpoint to one channel: `ALERT_COOLDOWN`.
    package var cooldown: Duration
    package var grouping: Grouping
    /// Silences and maintenance windows of the configuration; those of people are in the store.
    package var silences: [Silence]
    /// `HOST:PORT`, tried when nothing answers any more; empty to try none.
    package var references: [String]
    /// Channels that can say several incidents in one message, by name; the others get a message for each.
    package var combiningChannels: Set<String>

    package init(
        digestInterval: Duration = .seconds(300), cooldown: Duration = .seconds(600), grouping: Grouping = Grouping(),
        silences: [Silence] = [], references: [String] = [], combiningChannels: Set<String> = []
    ) {
        self.digestInterval = digestInterval
        self.cooldown = cooldown
        self.grouping = grouping
        self.silences = silences
        self.references = references
        self.combiningChannels = combiningChannels
    }

    /// When endpoints that fail together become one incident.
    package struct Grouping: Sendable, Hashable {
        package var isEnabled: Bool
        /// Endpoints of one host, of one group, or of all.
        package var least: Int
        /// The share of all endpoints from which on they count as failing together whatever they share, above 0 to 1.
        package var share: Double
        /// Incidents that open within so long of the first belong together.
        package var window: Duration

        package init(
            isEnabled: Bool = true, least: Int = 3, share: Double = 0.25, window: Duration = .seconds(60)
        ) {
            self.isEnabled = isEnabled
            self.least = least
            self.share = share
            self.window = window
        }
    }
}
