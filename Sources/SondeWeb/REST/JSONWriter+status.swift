import SondeCore

/// What is known right now: endpoints and Sonde itself.
extension JSONWriter {
    mutating func members(of status: EndpointStatus) {
        member("name", status.name)
        member("group", status.group)
        member("url", status.url)
        member("interval_seconds", seconds: status.interval)
        member("enabled", status.enabled)
        member("state", status.state.rawValue)
        member("learning", status.learning) { $0.members(of: $1) }
        member("sensitivity", status.sensitivity.rawValue)
        member("mode", status.mode.rawValue)
        member("last", status.last) { $0.members(of: $1) }
        member("verdict", status.lastVerdict) { $0.members(of: $1) }
        member("uptime_24h", status.counts24h.availability, decimals: 6)
        member("probes_24h", status.counts24h.total)
        member("failures_24h", status.counts24h.failures)
        member("open_incident", status.openIncident) { $0.members(of: $1) }
    }

    /// What one endpoint's own answer has beside its line in the list.
    mutating func details(of status: EndpointStatus) {
        member("certificate_expires_at", status.certificateExpiry)
        member("remote_address", status.last?.remoteAddress)
        member("http_version", status.last?.httpVersion)
        member("conditions", status.last?.conditions ?? []) { writer, outcome in
            writer.object {
                $0.member("condition", outcome.condition)
                $0.member("held", outcome.held)
                $0.member("found", outcome.resolved)
            }
        }
        member("recent_ms", status.recent) { writer, time in
            if let time { writer.value(Double(time), decimals: 3) } else { writer.null() }
        }
    }

    mutating func members(of health: SystemHealth) {
        member("started_at", health.startedAt)
        member("probes", health.probes)
        member("skipped_turns", health.skippedTurns)
        member("dropped_rows", health.droppedRows)
        member("queued_rows", health.queuedRows)
        member("schedule_lag_p99_ms", milliseconds: health.scheduleLagP99)
        member("troubles", health.troubles)
        member("store", health.store) { writer, store in
            writer.member("kind", store.kind)
            writer.member("place", store.place)
            writer.member("spool", store.spool) { $0.members(of: $1) }
        }
    }

    private mutating func members(of spool: SpoolStatus) {
        member("rows", spool.rows)
        member("bytes", spool.bytes)
        member("oldest", spool.oldest)
        member("dropped_rows", spool.droppedRows)
        member("set_aside_rows", spool.setAsideRows)
    }

    private mutating func members(of learning: EndpointStatus.Learning) {
        switch learning {
        case .learning(let share):
            member("learned", false)
            member("share", share, decimals: 3)
        case .learned(let since):
            member("learned", true)
            member("since", since)
        }
    }
}
