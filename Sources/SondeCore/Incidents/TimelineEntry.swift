/// One step of an incident, with its time: what happened, who was told, what people did and wrote.
package struct TimelineEntry: Sendable, Hashable, Codable {
    package var incident: String
    package var at: Timestamp
    package var kind: Kind
    /// One sentence for people, without secrets; of a note, what was written.
    package var text: String
    /// Who did it, as that person gave it; nil for Sonde itself.
    package var author: String?

    package init(incident: String, at: Timestamp, kind: Kind, text: String, author: String? = nil) {
        self.incident = incident
        self.at = at
        self.kind = kind
        self.text = text
        self.author = author
    }

    /// What kind of step it is.
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case opened
        /// The severity rose.
        case raised
        /// It is one of a row of short ones.
        case flapping
        /// It became part of an incident of many endpoints.
        case joined
        /// Nobody is told from now on, and why.
        case quieted
        /// Whoever is to be told is told again.
        case unquieted
        /// A channel was told.
        case told
        /// A channel could not be told, for good.
        case undelivered
        /// Nobody acknowledged it in time, and the next were told.
        case escalated
        case acknowledged
        /// An acknowledgement was taken back.
        case unacknowledged
        case note
        case closed
    }
}
