import SondeCore
import Yams

extension MappingReader {
    /// The token of an endpoint that reports itself; nil, reported, when there is none that can be used.
    func pushToken(_ key: Key, orFile fileKeys: [Key]) -> Secret? {
        guard ([key] + fileKeys).contains(where: has) else {
            report(
                "'token' is missing; add it, or 'token-file' with a file's path: "
                    + "whoever knows it may report for this endpoint.", at: position)
            return nil
        }
        guard let token = secret(key, orFile: fileKeys) else { return nil }
        let place = position(has(key) ? key : fileKeys.first(where: has) ?? key)
        // It is a part of an address: RFC 3986's pchar without escapes.
        guard token.reveal().utf8.allSatisfy({ isLetterOrDigit($0) || "-._~!$&'()*+,;=:@".utf8.contains($0) }) else {
            report(
                key, "the token is part of an address; write letters, digits and -._~ only.", at: place)
            return nil
        }
        if token.reveal().utf8.count < 16 {
            context.note(
                "\(path(key)): this token is short and may be guessed; write 16 characters or more.", at: place)
        }
        return token
    }
}

extension ConfigurationContext {
    /// Reports the second of two endpoints with one token: nothing would tell their reports apart.
    func reportSharedTokens(_ endpoints: [ConfiguredEndpoint]) {
        var firsts: [Secret: ConfiguredEndpoint] = [:]
        for configured in endpoints {
            guard case .push(let token) = configured.endpoint.source, token != Secret("") else { continue }
            guard let first = firsts[token] else {
                firsts[token] = configured
                continue
            }
            report(
                "token: the endpoint in line \(first.position.line) has this token too; give each its own.",
                at: configured.tokenPosition ?? configured.position)
        }
    }
}

extension MappingReader<EndpointKey> {
    /// Whether the endpoint reports itself; what only goes with the other kind is reported.
    func isPush() -> Bool {
        let isPush = choice(.type, ["probe": false, "push": true]) ?? false
        let others: [EndpointKey] =
            isPush
            ? [.url, .method, .headers, .body, .graphql, .client, .conditions]
            : [.token, .tokenFile, .tokenFileUnderscore]
        for key in others where has(key) {
            let sentence =
                isPush
                ? "an endpoint of type push reports itself; remove '\(key.rawValue)'."
                : "only an endpoint of type push has a token; add type: push, or remove it."
            report(key, sentence, at: position(key))
        }
        return isPush
    }
}

extension MappingReader<EndpointKey> {
    /// Gives an endpoint that reports itself its token.
    func push(for configured: inout ConfiguredEndpoint, over defaults: EndpointDefaults) {
        let fileKeys: [EndpointKey] = [.tokenFile, .tokenFileUnderscore]
        let token = pushToken(.token, orFile: fileKeys)
        configured.endpoint.source = .push(token: token ?? Secret(""))
        configured.tokenPosition = position(([.token] + fileKeys).first(where: has) ?? .name)
        // The usual 15 seconds are meant for probes.
        if !has(.interval), !defaults.saysInterval {
            report("'interval' is missing; add the time within which the endpoint reports, as 5m.", at: position)
        }
    }
}

extension ConfiguredEndpoint {
    /// An endpoint of Gatus' `external-endpoints`; nil, reported, when it is none.
    init?(external node: Node, defaults: EndpointDefaults, in context: ConfigurationContext) {
        let path = "external-endpoints"
        guard let reader = MappingReader<ExternalEndpointKey>(node, path: path, in: context) else { return nil }
        let name = reader.name(.name)
        if !reader.has(.name) { reader.report("this endpoint has no name; add name: NAME.", at: node.position) }
        let token = reader.pushToken(.token, orFile: [.tokenFile, .tokenFileUnderscore])
        endpoint = Endpoint(
            name: name ?? "", group: reader.group(.group) ?? defaults.group, enabled: reader.flag(.enabled) ?? true,
            url: "", displayURL: "", method: defaults.method, interval: reader.silenceNoticed(),
            anomaly: defaults.anomaly, source: .push(token: token ?? Secret("")))
        position = reader.position(.name)
        tokenPosition = reader.position(.token)
        alerts = reader.alerts(.alerts) ?? defaults.alerts
        hasDefaultAlerts = !reader.has(.alerts)
        incidents = defaults.incidents
        windows = reader.windows(.maintenanceWindows)
    }
}

extension MappingReader<ExternalEndpointKey> {
    /// After how long without a report the endpoint counts as silent.
    fileprivate func silenceNoticed() -> Duration {
        let interval = node(.heartbeat).flatMap { node in
            MappingReader<ExternalHeartbeatKey>(node, path: path(.heartbeat), in: context)
        }?.heartbeatInterval()
        if let interval { return interval }
        // Gatus does not notice at all.
        let longest = intervals.upperBound
        context.note(
            "\(path(.heartbeat)): without an interval, silence is noticed after \(longest.configured); "
                + "write heartbeat: {interval: 30m}.", at: position)
        return longest
    }
}

extension MappingReader<ExternalHeartbeatKey> {
    /// Nil when there is none, or zero, which Gatus takes for none.
    fileprivate func heartbeatInterval() -> Duration? {
        if case .scalar(let scalar) = node(.interval), ["0", "0s"].contains(scalar.string) { return nil }
        return duration(.interval, in: intervals)
    }
}
