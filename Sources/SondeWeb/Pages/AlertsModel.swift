import SondeCore

/// The texts of the page of alerts.
enum AlertsModel {
    /// - Parameter dead: Its dead letters.
    static func channel(_ channel: ChannelStatus, dead: Int, now: Timestamp) -> [String: Any] {
        var model: [String: Any] = [
            "name": channel.name, "type": channel.type, "waiting": Wording.count(channel.waiting),
            "sent": Wording.count(channel.sent), "dead": Wording.count(dead), "hasDead": dead > 0,
        ]
        model["lastAt"] = channel.lastSentAt?.rfc3339
        model["lastText"] = channel.lastSentAt.map(Wording.time)
        model["fault"] = channel.fault
        // Where nothing waits, or the time is past, nothing is tried then.
        if channel.waiting > 0, let next = channel.nextTry, next > now {
            model["nextAt"] = next.rfc3339
            model["nextText"] = Wording.time(next)
        }
        return model
    }

    static func silence(_ placed: PlacedSilence) -> [String: Any] {
        let silence = placed.silence
        var model: [String: Any] = [
            "isMaintenance": silence.purpose == .maintenance, "matcher": SilenceWords.matcher(silence.matcher),
            "isConfigured": silence.isConfigured, "phase": placed.state.phase.rawValue,
            "when": SilenceWords.time(SilenceSchedule(silence.schedule), placed.state),
        ]
        if !silence.comment.isEmpty { model["comment"] = silence.comment }
        if !silence.isConfigured {
            model["by"] = silence.author
            model["end"] = "/alerts/silences/\(PercentCoding.encode(silence.id))/end"
        }
        if placed.matches == 0 { model["unfit"] = SilenceWords.reach(0) }
        return model
    }
}
