import SondeCore

/// Incidents with what belongs to them, notices, channels and silences.
extension JSONWriter {
    mutating func members(of incident: Incident) {
        member("id", incident.id)
        member("api_name", incident.endpoint)
        member("scope", incident.scope.rawValue)
        member("kind", incident.kind.rawValue)
        member("severity", incident.severity.description)
        member("open", incident.isOpen)
        member("opened_at", incident.openedAt)
        member("closed_at", incident.closedAt)
        member("reason", incident.reason)
        member("parent", incident.parent)
        member("flapping", incident.isFlapping)
        member("acknowledged_at", incident.acknowledgement?.at)
        member("acknowledged_by", incident.acknowledgement?.by)
        member("quiet", incident.quiet?.rawValue)
        member("excused_at", incident.excusedAt)
        member("told_again", incident.excusedAt == nil ? nil : incident.patterns.first?.toldAgain)
    }

    mutating func members(of entry: TimelineEntry) {
        member("at", entry.at)
        member("kind", entry.kind.rawValue)
        member("text", entry.text)
        member("by", entry.author)
    }

    mutating func members(of notice: Notice) {
        member("id", notice.id)
        member("channel", notice.channel)
        member("event", notice.event.rawValue)
        member("incident", notice.incident.id)
        member("api_name", notice.incident.endpoint)
        member("severity", notice.incident.severity.description)
        member("state", notice.state.rawValue)
        member("message", notice.message)
        member("created_at", notice.createdAt)
        member("due_at", notice.dueAt)
        member("ended_at", notice.endedAt)
        member("attempts", notice.attempts)
        member("fault", notice.fault)
    }

    mutating func members(of channel: ChannelStatus) {
        member("name", channel.name)
        member("type", channel.type)
        member("waiting", channel.waiting)
        member("sent", channel.sent)
        member("dead", channel.dead)
        member("last_sent_at", channel.lastSentAt)
        member("fault", channel.fault)
        member("next_try", channel.nextTry)
    }

    /// The members of every kind of schedule; null are those of the others.
    mutating func members(of placed: PlacedSilence) {
        let silence = placed.silence
        let schedule = SilenceSchedule(silence.schedule)
        member("id", silence.id)
        member("purpose", silence.purpose.rawValue)
        member("endpoints", silence.matcher.names)
        member("groups", silence.matcher.groups)
        member("schedule", schedule.kind)
        member("from", schedule.from)
        member("until", schedule.until)
        member("every", schedule.days.map { $0.map { WeekdayText.names[$0].lowercased() } } ?? [])
        member("start", schedule.start)
        member("cron", schedule.cron)
        member("duration_seconds", seconds: schedule.duration)
        member("timezone", schedule.timeZone)
        member("comment", silence.comment)
        member("by", silence.author)
        member("configured", silence.isConfigured)
        member("created_at", silence.isConfigured ? nil : silence.createdAt)
        member("ended_at", silence.endedAt)
        member("state", placed.state.phase.rawValue)
        member("next_change", placed.state.nextChange)
        member("matches", placed.matches)
    }
}
