import SondeCore

/// The events of `/live/overview`: the shown rows that changed, and what stands above them.
enum OverviewMessages {
    static func message(_ overview: LiveFeed.Overview, rows keys: Set<String>) -> [UInt8] {
        let rows = overview.changed.lazy.filter { keys.contains(OverviewRow.key(of: $0.name)) }.map(OverviewRow.init)
        return EventStream.event("rows") {
            $0.member("totals", overview.totals) { $0.members(of: $1) }
            $0.member("troubles", overview.health.troubles)
            $0.member("rows", rows) { writer, row in writer.object { $0.members(of: row) } }
        }
    }
}
