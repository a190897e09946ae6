/// What one probe measured. A timeout or a refused connection is a result like any other.
package struct ProbeResult: Sendable, Hashable {
    /// The endpoint's name.
    package var endpoint: String
    /// When the probe began.
    package var timestamp: Timestamp
    /// How late the probe began after its turn; a late prober is not a slow target.
    package var scheduleLag: Duration
    /// From the beginning to the last byte, over all redirects; nil when no whole response came.
    package var responseTime: Duration?
    /// The phases of the final request.
    package var phases: PhaseTimings
    /// The time of the requests before the final one; zero without redirects.
    package var redirectTime: Duration
    package var redirectCount: Int
    /// Nil when no response came.
    package var statusCode: Int?
    /// Bytes of the body as they were received.
    package var responseSize: Int
    /// Nil means success.
    package var failure: ProbeFailure?
    package var conditions: [ConditionOutcome]
    /// The address that answered.
    package var remoteAddress: String?
    /// When the server's certificate expires; nil without TLS.
    package var certificateExpiry: Timestamp?
    /// `1.1`, `2`; nil when no response came.
    package var httpVersion: String?
    /// Where the probe was sent from.
    package var location: String

    package init(
        endpoint: String, timestamp: Timestamp, scheduleLag: Duration = .zero, responseTime: Duration? = nil,
        phases: PhaseTimings = PhaseTimings(), redirectTime: Duration = .zero, redirectCount: Int = 0,
        statusCode: Int? = nil, responseSize: Int = 0, failure: ProbeFailure? = nil,
        conditions: [ConditionOutcome] = [], remoteAddress: String? = nil, certificateExpiry: Timestamp? = nil,
        httpVersion: String? = nil, location: String = "local"
    ) {
        self.endpoint = endpoint
        self.timestamp = timestamp
        self.scheduleLag = scheduleLag
        self.responseTime = responseTime
        self.phases = phases
        self.redirectTime = redirectTime
        self.redirectCount = redirectCount
        self.statusCode = statusCode
        self.responseSize = responseSize
        self.failure = failure
        self.conditions = conditions
        self.remoteAddress = remoteAddress
        self.certificateExpiry = certificateExpiry
        self.httpVersion = httpVersion
        self.location = location
    }

    package var success: Bool { failure == nil }
}
