import SondeCore

/// What endpoints that fail together have in common.
struct GroupKey: Hashable, Sendable {
    enum Name: Hashable, Sendable {
        case host(String)
        case group(String)
        case fleet
    }

    var name: Name
    /// Failures and anomalies are told apart.
    var kind: Incident.Kind

    /// Of an incident of many endpoints; nil for any other.
    init?(_ incident: Incident) {
        switch incident.scope {
        case .host: name = .host(String(incident.endpoint.dropFirst("host:".count)))
        case .group: name = .group(String(incident.endpoint.dropFirst("group:".count)))
        case .fleet: name = .fleet
        case .endpoint, .network: return nil
        }
        kind = incident.kind
    }

    init(name: Name, kind: Incident.Kind) {
        self.name = name
        self.kind = kind
    }

    /// What the incident is about, as `Incident.endpoint` names it.
    var title: String {
        switch name {
        case .host(let authority): "host:" + authority
        case .group(let group): "group:" + group
        case .fleet: "fleet"
        }
    }

    var scope: Incident.Scope {
        switch name {
        case .host: .host
        case .group: .group
        case .fleet: .fleet
        }
    }

    /// So many of all of them, in words: `12 of 14 endpoints of api.example.com`.
    func endpoints(_ count: Int, of all: Int) -> String {
        switch name {
        case .host(let authority): "\(count) of \(max(count, all)) endpoints of \(authority)"
        case .group(let group): "\(count) of \(max(count, all)) endpoints of group \(group)"
        case .fleet: "\(count) of all \(max(count, all)) endpoints"
        }
    }
}

extension Incident.Scope {
    /// How much it takes in: a wider one may take over narrower ones.
    var width: Int {
        switch self {
        case .endpoint: 0
        case .host: 1
        case .group: 2
        case .fleet: 3
        case .network: 4
        }
    }
}
