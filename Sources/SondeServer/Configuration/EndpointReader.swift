import SondeCore
import Yams

/// An endpoint as configured, before it has its unique name.
struct ConfiguredEndpoint {
    var endpoint: Endpoint
    /// Where its name stands.
    var position: Position
    /// Its alerts, or those of `defaults`; nil where neither says who is told, so that the routes do.
    var alerts: [AlertDraft]?
    /// Whether the alerts are those of `defaults`.
    var hasDefaultAlerts = false
    var incidents = IncidentsDraft()
    /// The names of what it depends on, as written.
    var dependsOn: [ConfigurationText] = []
    /// Its own maintenance windows.
    var windows: [WindowDraft] = []
    /// Where its token stands, if it reports itself.
    var tokenPosition: Position?
}

/// What an endpoint has when it does not say otherwise.
struct EndpointDefaults {
    var group: String?
    var method = "GET"
    var headers: [Endpoint.Header] = []
    var interval = Duration.seconds(15)
    /// Whether the configuration says the interval.
    var saysInterval = false
    var client = ClientOptions()
    var conditions: [Condition] = []
    var anomaly = AnomalySettings()
    var incidents = IncidentsDraft()
    var alerts: [AlertDraft]?

    init() {}

    init(_ node: Node, in context: ConfigurationContext) {
        guard let reader = MappingReader<DefaultsKey>(node, path: "defaults", in: context) else { return }
        group = reader.group(.group)
        if let method = reader.method(.method) { self.method = method }
        headers = reader.headers(.headers, over: [])
        if let interval = reader.duration(.interval, in: intervals) { self.interval = interval }
        saysInterval = reader.has(.interval)
        client = reader.client(.client, over: client)
        if let conditions = reader.conditions(.conditions) { self.conditions = conditions }
        anomaly = reader.anomaly(.anomaly, over: anomaly)
        incidents = reader.incidents(.incidents, over: incidents)
        alerts = reader.alerts(.alerts)
    }
}

extension ConfiguredEndpoint {
    /// Nil, reported, when the node is no endpoint at all. What is wrong in part is reported and left at its default.
    init?(_ node: Node, defaults: EndpointDefaults, in context: ConfigurationContext) {
        guard let reader = MappingReader<EndpointKey>(node, path: "", in: context) else { return nil }
        let name = reader.name(.name)
        if !reader.has(.name) { context.report("this endpoint has no name; add name: NAME.", at: node.position) }
        let isPush = reader.isPush()
        let target = isPush ? nil : reader.target(.url)
        if !isPush, !reader.has(.url) {
            context.report("this endpoint has no url; add url: https://HOST/PATH.", at: node.position)
        }
        endpoint = Endpoint(
            name: name ?? "", group: reader.group(.group) ?? defaults.group, enabled: reader.flag(.enabled) ?? true,
            url: target?.text ?? "", displayURL: isPush ? "" : reader.displayURL(.url),
            interval: reader.duration(.interval, in: intervals) ?? defaults.interval,
            anomaly: reader.anomaly(.anomaly, over: defaults.anomaly))
        position = reader.position(.name)
        if isPush {
            reader.push(for: &self, over: defaults)
        } else {
            reader.request(for: &endpoint, to: target, over: defaults)
        }
        alerts = reader.alerts(.alerts) ?? defaults.alerts
        hasDefaultAlerts = !reader.has(.alerts)
        incidents = reader.incidents(.incidents, over: defaults.incidents)
        dependsOn = reader.texts(.dependsOn) ?? []
        windows = reader.windows(.maintenanceWindows)
        reader.note(.ui, "Sonde's page has no settings for one endpoint; this has no effect.")
        reader.note(.extraLabels, "this version of Sonde has no metrics; this has no effect.")
    }
}

/// The intervals that may be configured.
let intervals: ClosedRange<Duration> = .seconds(1) ... .seconds(31 * 86_400)

extension MappingReader {
    /// Where the value of a key stands, or the mapping when the key is absent.
    func position(_ key: Key) -> Position { node(key)?.position ?? position }

    /// A name of an endpoint, a group or a place: any text of 1 to 256 characters, on one line.
    func name(_ key: Key) -> String? {
        guard let text = text(key) else { return nil }
        if text.value.utf8.allSatisfy({ $0 == UInt8(ascii: " ") }) {
            report(key, "the \(key.rawValue) is empty; write at least one character.", at: text.position)
        } else if text.value.hasControlCharacter {
            report(
                key, "the \(key.rawValue) has a line break or another control character in it; remove it.",
                at: text.position)
        } else if text.value.utf8.count > 256, text.value.count > 256 {
            report(
                key, "the \(key.rawValue) has \(text.value.count) characters; the most is 256.", at: text.position)
        } else {
            return text.value
        }
        return nil
    }

    /// Nil when empty, as in Gatus.
    func group(_ key: Key) -> String? {
        if case .scalar(let scalar) = node(key), scalar.string.isEmpty { return nil }
        return name(key)
    }

    /// An HTTP method: RFC 9110's token. Nil when empty, as in Gatus.
    fileprivate func method(_ key: Key) -> String? {
        guard let text = text(key), !text.value.isEmpty else { return nil }
        guard isToken(text.value) else {
            report(key, "\(text.shown) is not an HTTP method; write for example GET.", at: text.position)
            return nil
        }
        let upper = text.value.uppercased()
        // Methods are case-sensitive, but nobody who writes `get` means another method than GET.
        return ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"].contains(upper)
            ? upper : text.value
    }
}

extension MappingReader<EndpointKey> {
    /// Gives the endpoint what it is asked with.
    fileprivate func request(for endpoint: inout Endpoint, to target: TargetURL?, over defaults: EndpointDefaults) {
        endpoint.method = method(.method) ?? defaults.method
        endpoint.headers = headers(.headers, over: defaults.headers)
        endpoint.conditions = conditions(.conditions) ?? defaults.conditions
        endpoint.client = client(.client, over: defaults.client)
        if let user = target?.user {
            // The URL is shown on pages and in messages; what it says of user and password goes where secrets go.
            if clientAuthenticates {
                report(.url, "the URL and client both say who asks; leave one of them out.", at: position(.url))
            }
            endpoint.client.authentication = .basic(username: user, password: target?.password ?? Secret(""))
        }
        noteLongTimeout(of: endpoint)
        body(for: &endpoint)
    }

    /// The URL to probe.
    fileprivate func target(_ key: Key) -> TargetURL? {
        guard let text = text(key) else { return nil }
        do {
            let url = try TargetURL(text.value)
            if url.scheme == "http" || url.scheme == "https" { return url }
            let scheme = text.isFilledIn ? "the scheme of this URL" : "'\(url.scheme)'"
            report(key, "Sonde probes http and https; \(scheme) is neither.", at: text.position)
        } catch {
            report(key, error.sentence, at: text.position)
        }
        return nil
    }

    /// The URL as it may be shown; nil when no variable was filled in, so that it follows from the URL itself.
    fileprivate func displayURL(_ key: Key) -> String? {
        guard let text = text(key), text.isFilledIn, let pieces = try? context.variables.pieces(text.raw) else {
            return nil
        }
        return DisplayURL.text(pieces)
    }

    /// A probe that takes longer than the interval takes the place of those after it.
    fileprivate func noteLongTimeout(of endpoint: Endpoint) {
        let (timeout, interval) = (endpoint.client.timeout, endpoint.interval)
        guard endpoint.enabled, timeout > interval else { return }
        let key = has(.interval) ? EndpointKey.interval : has(.client) ? .client : .name
        context.note(
            "the timeout of \(timeout.configured) is longer than the interval of \(interval.configured); "
                + "turns that come while a probe is under way are skipped.", at: position(key))
    }
}

extension MappingReader {
    /// Who is told; nil when the key is absent.
    func alerts(_ key: Key) -> [AlertDraft]? {
        guard let items = list(key, instead: "write - type: TYPE for each alert") else { return nil }
        return items.compactMap { AlertDraft($0, path: path(key), in: context) }
    }

    /// The maintenance windows of one endpoint.
    func windows(_ key: Key) -> [WindowDraft] {
        let items = list(key, instead: "write - start: TIME for each window") ?? []
        return items.compactMap {
            WindowDraft(maintenance: $0, path: path(key), isOfEndpoint: true, in: context)
        }
    }
}
