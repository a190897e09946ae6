/// What the incident state machine of one endpoint remembers between two probes.
package struct IncidentState: Sendable, Hashable, Codable {
    /// Failed probes in a row, up to the newest.
    package var failuresInARow: Int
    /// Good probes in a row, up to the newest; counted only while an incident is open.
    package var goodInARow: Int
    /// The open incident, if there is one.
    package var openIncident: String?
    /// The last probes, the newest in the lowest bit, set where one failed; as many as `IncidentRules.condition` looks at,
    /// and 0 without it.
    package var lastFailures: UInt64
    /// When the last incidents were opened, oldest first: how flapping is known.
    package var openings: [Timestamp]
    /// The first of the good probes in a row while an incident is open.
    package var goodSince: Timestamp?

    package init(
        failuresInARow: Int = 0, goodInARow: Int = 0, openIncident: String? = nil, lastFailures: UInt64 = 0,
        openings: [Timestamp] = [], goodSince: Timestamp? = nil
    ) {
        self.failuresInARow = failuresInARow
        self.goodInARow = goodInARow
        self.openIncident = openIncident
        self.lastFailures = lastFailures
        self.openings = openings
        self.goodSince = goodSince
    }

    /// Nothing to remember: no failure, no incident.
    package var isAtRest: Bool {
        failuresInARow == 0 && openIncident == nil && lastFailures == 0 && openings.isEmpty
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        failuresInARow = try values.decode(Int.self, forKey: .failuresInARow)
        goodInARow = try values.decode(Int.self, forKey: .goodInARow)
        openIncident = try values.decodeIfPresent(String.self, forKey: .openIncident)
        // Since the fifth schema.
        lastFailures = try values.decodeIfPresent(UInt64.self, forKey: .lastFailures) ?? 0
        openings = try values.decodeIfPresent([Timestamp].self, forKey: .openings) ?? []
        goodSince = try values.decodeIfPresent(Timestamp.self, forKey: .goodSince)
    }
}
