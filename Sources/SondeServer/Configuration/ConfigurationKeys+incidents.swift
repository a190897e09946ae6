import SondeAlerting

enum IncidentsKey: String, ConfigurationKey {
    case condition, flapping
    case failureThreshold = "failure-threshold"
    case successThreshold = "success-threshold"

    static let owner = "incidents"
}

enum FailureConditionKey: String, ConfigurationKey {
    case failures, total

    static let owner = "incidents.condition"
}

enum FlappingKey: String, ConfigurationKey {
    case incidents, window, calm

    static let owner = "incidents.flapping"
}

enum ConnectivityKey: String, ConfigurationKey {
    case references, checker

    static let owner = "connectivity"
}

enum CheckerKey: String, ConfigurationKey {
    case target, interval

    static let owner = "connectivity.checker"
}

enum MaintenanceKey: String, ConfigurationKey {
    case enabled, every, start, duration, timezone, cron, from, until, endpoints, groups, comment

    static let owner = "a maintenance window"
}

enum SilenceKey: String, ConfigurationKey {
    case endpoints, groups, from, until, comment

    static let owner = "a silence"
}

enum ExternalEndpointKey: String, ConfigurationKey {
    case name, group, enabled, token, alerts, heartbeat
    case tokenFile = "token-file"
    case tokenFileUnderscore = "token_file"
    case maintenanceWindows = "maintenance-windows"

    static let owner = "an external endpoint"
    static let isSecretive = true
}

enum ExternalHeartbeatKey: String, ConfigurationKey {
    case interval

    static let owner = "heartbeat"
}

extension SondeConfiguration {
    /// Every key that is accepted, by the name of its mapping in docs/sonde.schema.json; empty for the root.
    package static let keys: [String: [String]] = {
        var keys = [
            "": names(RootKey.self), "defaults": names(DefaultsKey.self), "endpoint": names(EndpointKey.self),
            "externalEndpoint": names(ExternalEndpointKey.self), "externalHeartbeat": names(ExternalHeartbeatKey.self),
            "client": names(ClientKey.self), "tls": names(TLSKey.self), "basic": names(BasicKey.self),
            "bearer": names(BearerKey.self), "oauth2": names(OAuth2Key.self), "anomaly": names(AnomalyKey.self),
            "severity": names(SeverityKey.self), "incidents": names(IncidentsKey.self),
            "failureCondition": names(FailureConditionKey.self), "flapping": names(FlappingKey.self),
            "alert": names(AlertKey.self), "defaultAlert": AlertKey.ofDefault.map(\.rawValue),
            "alerting": names(AlertingKey.self), "route": names(RouteKey.self),
            "escalation": names(EscalationKey.self), "grouping": names(GroupingKey.self),
            "heartbeat": names(HeartbeatKey.self), "template": names(TemplateKey.self),
            "connectivity": names(ConnectivityKey.self), "checker": names(CheckerKey.self),
            "maintenance": names(MaintenanceKey.self), "silence": names(SilenceKey.self),
            "store": names(StoreKey.self), "spool": names(SpoolKey.self), "web": names(WebKey.self),
        ]
        for type in channelTypes {
            for form in ChannelForm.allCases { keys[form.name(of: type)] = form.keys(of: type) }
        }
        return keys
    }()

    private static func names<Key: ConfigurationKey>(_: Key.Type) -> [String] {
        Key.allCases.map(\.rawValue) + Key.unused.keys.sorted()
    }
}
