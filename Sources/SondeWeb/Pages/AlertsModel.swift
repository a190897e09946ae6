import SondeCore

/// The texts of the page of alerts.
enum AlertsModel {
    static func channel(_ channel: ChannelStatus) -> [String: Any] {
        var model: [String: Any] = [
            "name": channel.name, "type": channel.type, "waiting": Wording.count(channel.waiting),
            "sent": Wording.count(channel.sent), "dead": Wording.count(channel.dead), "hasDead": channel.dead > 0,
        ]
        model["lastAt"] = channel.lastSentAt?.rfc3339
        model["lastText"] = channel.lastSentAt.map(Wording.time)
        model["fault"] = channel.fault
        model["nextAt"] = channel.nextTry?.rfc3339
        model["nextText"] = channel.nextTry.map(Wording.time)
        return model
    }

    static func silence(_ silence: Silence) -> [String: Any] {
        let schedule = SilenceSchedule(silence.schedule)
        var model: [String: Any] = [
            "isMaintenance": silence.purpose == .maintenance, "matcher": Wording.matcher(silence.matcher),
            "isConfigured": silence.isConfigured,
        ]
        if !silence.comment.isEmpty { model["comment"] = silence.comment }
        if !silence.isConfigured {
            model["by"] = silence.author
            model["end"] = "/alerts/silences/\(PercentCoding.encode(silence.id))/end"
        }
        if schedule.kind == "once" {
            model["fromAt"] = schedule.from?.rfc3339
            model["fromText"] = schedule.from.map(Wording.time)
            model["untilAt"] = schedule.until?.rfc3339
            model["untilText"] = schedule.until.map(Wording.time)
        } else {
            model["recurrence"] = Wording.recurrence(schedule)
        }
        return model
    }
}
