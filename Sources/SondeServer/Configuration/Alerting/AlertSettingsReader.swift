import SondeCore
import Yams

extension MappingReader<AlertingKey> {
    /// What holds for all alerts.
    func settings() -> AlertSettings {
        var settings = AlertSettings()
        let times: ClosedRange<Duration> = .seconds(1) ... .seconds(365 * 86_400)
        if let interval = duration(.checkInterval, in: times) { settings.digestInterval = interval }
        if let cooldown = duration(.cooldown, in: times) { settings.cooldown = cooldown }
        settings.grouping = grouping()
        return settings
    }

    /// When endpoints that fail together are told together; `false` for never.
    private func grouping() -> AlertSettings.Grouping {
        var grouping = AlertSettings.Grouping()
        guard let node = node(.grouping) else { return grouping }
        if case .scalar = node {
            grouping.isEnabled = flag(.grouping) ?? true
            return grouping
        }
        guard let reader = MappingReader<GroupingKey>(node, path: path(.grouping), in: context) else { return grouping }
        grouping.isEnabled = reader.flag(.enabled) ?? true
        if let least = reader.integer(.least, in: 2...100_000) { grouping.least = least }
        if let share = reader.share(.share) { grouping.share = share }
        if let window = reader.duration(.window, in: .seconds(1) ... .seconds(3_600)) { grouping.window = window }
        return grouping
    }

    /// The address that is called while Sonde is well.
    func heartbeat() -> HeartbeatConfiguration? {
        guard let node = node(.heartbeat),
            let reader = MappingReader<HeartbeatKey>(node, path: path(.heartbeat), in: context)
        else { return nil }
        let interval = reader.duration(.interval, in: .seconds(10) ... .seconds(86_400))
        let keys: [HeartbeatKey] = [.url, .urlFile, .urlFileUnderscore]
        guard let written = keys.first(where: reader.has) else {
            reader.report("'url' is missing; add it, or 'url-file' with a file's path.", at: node.position)
            return nil
        }
        guard let url = reader.secret(.url, orFile: [.urlFile, .urlFileUnderscore]),
            reader.isAddress(url, .url, at: reader.position(written))
        else { return nil }
        return HeartbeatConfiguration(url: url, interval: interval ?? HeartbeatConfiguration(url: url).interval)
    }

    /// Where people reach the page.
    func pageURL() -> String? {
        guard let text = nonEmptyText(.pageURL), let url = address(.pageURL) else { return nil }
        guard !url.contains(where: { "?#".contains($0) }) else {
            report(
                .pageURL,
                "the address may not hold a query or a fragment; write for example https://sonde.example.com.",
                at: text.position)
            return nil
        }
        return String(url.reversed().drop { $0 == "/" }.reversed())
    }
}

extension MappingReader<GroupingKey> {
    /// `25%` or `0.25`.
    fileprivate func share(_ key: GroupingKey) -> Double? {
        guard let text = text(key) else { return nil }
        let isPercent = text.value.hasSuffix("%")
        let digits = isPercent ? text.value.dropLast() : text.value[...]
        if digits.utf8.allSatisfy({ ".0123456789".utf8.contains($0) }), let number = Double(digits) {
            let share = isPercent ? number / 100 : number
            if share > 0, share <= 1 { return share }
        }
        report(key, "\(text.shown) is not a share; write for example 25% or 0.25.", at: text.position)
        return nil
    }
}

extension WebConfiguration {
    /// Where the page is; nil when it is not served or nothing says under which name people reach it.
    var pageURL: String? {
        guard enabled, port != 0, !["0.0.0.0", "::"].contains(host) else { return nil }
        return "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
}
