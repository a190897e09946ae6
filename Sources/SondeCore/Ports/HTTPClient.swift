/// Sends single requests that are no probes: to a chat, to an alert receiver, to another Sonde.
package protocol HTTPClient: Sendable {
    /// Sends one request and waits for the whole answer; redirects are not followed.
    ///
    /// - Returns: The answer, whatever its status, with at most a mebibyte of its body.
    /// - Throws: Why there was none, in a sentence without the URL.
    func send(_ request: HTTPRequest) async throws(ProbeFailure) -> HTTPAnswer
}

/// One request that is no probe.
package struct HTTPRequest: Sendable, Hashable {
    package var method: String
    /// May hold a token in its path.
    package var url: Secret
    package var headers: [Endpoint.Header]
    package var body: [UInt8]?
    /// Of these the timeout, TLS and the proxy are used, and the authentication unless it is OAuth 2.
    package var options: ClientOptions

    package init(
        _ method: String, _ url: Secret, headers: [Endpoint.Header] = [], body: [UInt8]? = nil,
        options: ClientOptions = ClientOptions(timeout: .seconds(10))
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.options = options
    }
}

/// The answer to a request that is no probe.
package struct HTTPAnswer: Sendable, Hashable {
    package var status: Int
    package var headers: [Header]
    package var body: [UInt8]

    package init(status: Int, headers: [Header] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The value of the first header of this name, in any case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// One header of an answer.
    package struct Header: Sendable, Hashable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }
}
