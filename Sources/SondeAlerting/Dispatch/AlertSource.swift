package import SondeCore

/// What messages are made of: what is known of incidents and endpoints just now.
package protocol AlertSource: Sendable {
    /// Everything that notices of these incidents need.
    ///
    /// - Parameter channel: By name; the members of an incident of many are those whose incidents this channel is told of.
    func content(of incidents: [Incident], on channel: String) async -> AlertContent

    /// A channel took these notices, or they were given up.
    func delivered(_ notices: [Notice]) async
}

/// What is known of some incidents and their endpoints.
package struct AlertContent: Sendable {
    /// The newest state of each that is known, groups and members included.
    package var incidents: [String: Incident]
    /// By the id of the incident of many, in the order of opening: of each endpoint one, those that are over included.
    package var members: [String: [Incident]]
    package var endpoints: [String: EndpointFacts]

    package init(
        incidents: [String: Incident] = [:], members: [String: [Incident]] = [:],
        endpoints: [String: EndpointFacts] = [:]
    ) {
        self.incidents = incidents
        self.members = members
        self.endpoints = endpoints
    }

    /// What a message says of one endpoint.
    package struct EndpointFacts: Sendable {
        /// As it may be shown.
        package var url: String
        /// The newest probe; nil before the first one.
        package var last: ProbeResult?
        package var health: EndpointHealth

        package init(url: String, last: ProbeResult?, health: EndpointHealth) {
            self.url = url
            self.last = last
            self.health = health
        }
    }
}

/// Where the dispatcher notes what became of notices.
package protocol Outbox: Sendable {
    /// Has the notices stored soon; a crash before that repeats a message with the same key.
    func note(_ notices: [Notice])

    /// Returns once the notices are stored; false if Sonde ends before.
    func store(_ notices: [Notice]) async -> Bool
}
