import SondeCore

/// Which endpoints the overview shows, in which order: `?q=&state=&sort=&page=`.
struct OverviewQuery: Equatable {
    /// Part of the name, the group or the URL; case does not matter.
    var text: String
    var state: EndpointStatus.State?
    var sort: Sort
    /// From 1.
    var page: Int

    enum Sort: String {
        /// Those in trouble first, then in the order of the configuration.
        case worst
        case name
    }

    static let rowsPerPage = 200

    init(text: String = "", state: EndpointStatus.State? = nil, sort: Sort = .worst, page: Int = 1) {
        self.text = text
        self.state = state
        self.sort = sort
        self.page = page
    }

    init(_ query: Query) throws {
        text = try query.text("q") ?? ""
        page = try query.integer("page", in: 1...1_000_000) ?? 1
        guard let sort = Sort(rawValue: try query.text("sort") ?? Sort.worst.rawValue) else {
            throw WebError.badParameter("The parameter sort must be worst or name.")
        }
        self.sort = sort
        guard let name = try query.text("state") else { return }
        guard let state = EndpointStatus.State(rawValue: name) else {
            let states = EndpointStatus.State.allCases.map(\.rawValue).joined(separator: ", ")
            throw WebError.badParameter("The parameter state must be one of \(states).")
        }
        self.state = state
    }

    /// The address of the overview with this query, changed as `change` says.
    func address(_ change: (inout OverviewQuery) -> Void) -> String {
        var other = self
        change(&other)
        var parameters: [String] = []
        if !other.text.isEmpty { parameters.append("q=\(PercentCoding.encode(other.text))") }
        if let state = other.state { parameters.append("state=\(state.rawValue)") }
        if other.sort != .worst { parameters.append("sort=\(other.sort.rawValue)") }
        if other.page != 1 { parameters.append("page=\(other.page)") }
        return parameters.isEmpty ? "/" : "/?" + parameters.joined(separator: "&")
    }
}

extension OverviewQuery {
    /// The endpoints that match, in order; of all pages.
    func select(from statuses: [EndpointStatus]) -> [EndpointStatus] {
        let filter = TextFilter(text)
        let matching = statuses.filter { status in
            (state == nil || status.state == state)
                && (filter.matches(status.name) || filter.matches(status.group ?? "") || filter.matches(status.url))
        }
        switch sort {
        case .worst: return Self.worstFirst(matching)
        case .name: return matching.map { ($0.name.lowercased(), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// A stable sort by few ranks, which 10,000 endpoints need no comparison for.
    private static func worstFirst(_ statuses: [EndpointStatus]) -> [EndpointStatus] {
        var ranks = [[EndpointStatus]](repeating: [], count: EndpointStatus.ranks)
        for status in statuses { ranks[status.rank].append(status) }
        return ranks.flatMap { $0 }
    }
}

extension EndpointStatus {
    static let ranks = 10

    /// How urgently the endpoint asks to be looked at; 0 is the most urgent.
    var rank: Int {
        let grave = openIncident.map { Severity.critical.rawValue - $0.severity.rawValue } ?? 3
        return switch state {
        case .down: openIncident == nil ? 3 : grave
        case .degraded: 4 + (openIncident == nil ? 1 : 0)
        case .pending: 6
        case .up: openIncident == nil ? 8 : 7
        case .disabled: 9
        }
    }
}
