/// Why a probe did not succeed: a category to count by and a plain sentence to read.
package struct ProbeFailure: Sendable, Hashable, Error, CustomStringConvertible {
    package var category: Category
    /// A sentence for people, without secrets: `Connection refused by 127.0.0.1:8081.`
    package var message: String

    package init(_ category: Category, _ message: String) {
        self.category = category
        self.message = message
    }

    package var description: String { message }

    /// The kinds of failure that a probe tells apart.
    package enum Category: String, Sendable, CaseIterable, Codable {
        case nameNotResolved = "name_not_resolved"
        case refused
        case unreachable
        case connectTimeout = "connect_timeout"
        case tls
        case timeout
        case closedEarly = "closed_early"
        case malformedResponse = "malformed_response"
        case tooManyRedirects = "too_many_redirects"
        case bodyTooLarge = "body_too_large"
        case conditionFailed = "condition_failed"
        case unexpectedStatus = "unexpected_status"
        case authentication
        case proxy
        /// A push endpoint said of itself that it failed.
        case reported
        /// A push endpoint has been silent for its interval.
        case noReport = "no_report"
        case other
    }
}
