/// The keys of one kind of mapping in the configuration.
protocol ConfigurationKey: RawRepresentable, CaseIterable, Equatable where RawValue == String {
    /// What the mapping is: `an endpoint`.
    static var owner: String { get }
    /// Keys that people bring from elsewhere, with the sentence that says what to do instead.
    static var refusals: [String: String] { get }
    /// Keys that Gatus has and Sonde does without: accepted, and noted with the sentence that says so.
    static var unused: [String: String] { get }
    /// True when an unknown key may be a secret in the wrong place and must not be shown.
    static var isSecretive: Bool { get }
}

extension ConfigurationKey {
    static var refusals: [String: String] { [:] }
    static var unused: [String: String] { [:] }
    static var isSecretive: Bool { false }
}

enum RootKey: String, ConfigurationKey {
    case defaults, endpoints, alerting, connectivity, maintenance, silences, store, web, security
    case concurrency, location
    case externalEndpoints = "external-endpoints"

    static let owner = "the configuration"
    static let unused = [
        "storage": "Gatus' database is not read; Sonde keeps its own where store.url says, sonde.db unless it does.",
        "suites": "Sonde has no suites, and does not watch what is in them; write each step as an endpoint.",
        "ui": "Sonde's page has no settings; this has no effect.",
        "metrics": "this version of Sonde has no metrics; this has no effect.",
        "debug": "this has no effect; sonde run --verbose tells more.",
        "remote": "Sonde shows no other instances; this has no effect.",
        "tunneling": "Sonde has no SSH tunnels; this has no effect.",
        "announcements": "Sonde's page has no announcements; this has no effect.",
        "skip-invalid-config-update":
            "Sonde always keeps the running configuration when a new one is invalid; this has no effect.",
        "disable-monitoring-lock": "Sonde probes as many endpoints at once as concurrency says; this has no effect.",
    ]
}

enum DefaultsKey: String, ConfigurationKey {
    case group, method, headers, interval, client, conditions, anomaly, incidents, alerts

    static let owner = "defaults"
}

enum EndpointKey: String, ConfigurationKey {
    case name, group, enabled, type, url, token, method, headers, body, graphql, interval, client, conditions, anomaly
    case incidents, alerts, ui
    case tokenFile = "token-file"
    case tokenFileUnderscore = "token_file"
    case dependsOn = "depends-on"
    case maintenanceWindows = "maintenance-windows"
    case extraLabels = "extra-labels"

    static let owner = "an endpoint"
    static let refusals = [
        "dns": "Sonde probes http and https, not DNS servers; remove this endpoint.",
        "ssh": "Sonde probes http and https, not SSH servers; remove this endpoint.",
        "store": "'store' belongs to Gatus' suites, which Sonde does not have; remove it.",
        "always-run": "'always-run' belongs to Gatus' suites, which Sonde does not have; remove it.",
    ]
}

enum ClientKey: String, ConfigurationKey {
    case timeout, insecure, network, tls, basic, bearer, oauth2
    case ignoreRedirect = "ignore-redirect"
    case maxRedirects = "max-redirects"
    case proxyURL = "proxy-url"
    case ipVersion = "ip-version"
    case httpVersion = "http-version"
    case reuseConnections = "reuse-connections"
    case maxBodySize = "max-body-size"
    case dnsResolver = "dns-resolver"
    case storeCookies = "store-cookies"

    static let owner = "client"
    static let refusals = [
        "identity-aware-proxy": "Sonde cannot sign in to Google's Identity-Aware Proxy; use oauth2 or bearer.",
        "tunnel": "Sonde cannot probe through an SSH tunnel; use proxy-url.",
    ]
}

enum TLSKey: String, ConfigurationKey {
    case certificateFile = "certificate-file"
    case privateKeyFile = "private-key-file"
    case caFile = "ca-file"
    case renegotiation

    static let owner = "client.tls"
}

enum BasicKey: String, ConfigurationKey {
    case username, password
    case passwordFile = "password-file"
    case passwordFileUnderscore = "password_file"

    static let owner = "client.basic"
    static let isSecretive = true
}

enum BearerKey: String, ConfigurationKey {
    case token
    case tokenFile = "token-file"
    case tokenFileUnderscore = "token_file"

    static let owner = "client.bearer"
    static let isSecretive = true
}

enum OAuth2Key: String, ConfigurationKey {
    case tokenURL = "token-url"
    case clientID = "client-id"
    case clientSecret = "client-secret"
    case clientSecretFile = "client-secret-file"
    case clientSecretFileUnderscore = "client_secret_file"
    case scopes

    static let owner = "client.oauth2"
    static let isSecretive = true
}

enum AnomalyKey: String, ConfigurationKey {
    case contamination, window, sensitivity, mode, severity

    static let owner = "anomaly"
}

enum SeverityKey: String, ConfigurationKey {
    case medium, high, critical

    static let owner = "anomaly.severity"
}

enum StoreKey: String, ConfigurationKey {
    case url, retention, spool
    case minuteRetention = "minute-retention"
    case hourRetention = "hour-retention"
    case maxSize = "max-size"

    static let owner = "store"
    static let refusals = [
        "type": "'type' is a Gatus key; the url says it: store: {url: \"sqlite:sonde.db\"}.",
        "path": "'path' is a Gatus key; write store: {url: \"sqlite:PATH\"}.",
    ]
}

enum SpoolKey: String, ConfigurationKey {
    case path
    case maxSize = "max-size"
    case maxAge = "max-age"

    static let owner = "store.spool"
}

enum WebKey: String, ConfigurationKey {
    case enabled, listen, address, port

    static let owner = "web"
    static let unused = [
        "tls": "this version of Sonde serves http only; put a reverse proxy before it.",
        "read-buffer-size": "this has no effect.",
    ]
}
