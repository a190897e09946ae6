package import SondeCore

/// What the store remembers of alerts at a start.
package struct RememberedAlerts: Sendable {
    /// See `Store.notices(since:)`.
    package var notices: [Notice]
    package var silences: [Silence]

    /// Reads what counts still: notices that wait, those of open incidents, and those within the cooldown.
    init(_ store: any Store, _ settings: AlertSettings, at now: Timestamp) async throws {
        notices = try await store.notices(since: now.advanced(by: .zero - settings.cooldown))
        silences = try await store.silences()
    }

    package init(notices: [Notice] = [], silences: [Silence] = []) {
        self.notices = notices
        self.silences = silences
    }
}
