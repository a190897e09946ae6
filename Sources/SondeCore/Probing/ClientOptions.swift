/// How the request of a probe is sent.
package struct ClientOptions: Sendable, Hashable {
    /// For the whole probe: resolving, connecting, all redirects, the body.
    package var timeout: Duration
    /// True accepts any server certificate.
    package var insecure: Bool
    /// True takes a 3xx response as the answer instead of following it.
    package var ignoreRedirect: Bool
    package var maxRedirects: Int
    /// `http://`, `https://` or `socks5://`, with a user and password if need be.
    package var proxyURL: Secret?
    package var ipVersion: IPVersion
    package var httpVersion: HTTPVersion
    /// True keeps the connection for the next probe; DNS, connect and TLS are then null from the second probe on.
    package var reuseConnections: Bool
    /// A longer body fails the probe.
    package var maxBodyBytes: Int
    package var tls: TLSOptions
    package var authentication: Authentication?

    package init(
        timeout: Duration = .seconds(5), insecure: Bool = false, ignoreRedirect: Bool = false, maxRedirects: Int = 10,
        proxyURL: Secret? = nil, ipVersion: IPVersion = .any, httpVersion: HTTPVersion = .automatic,
        reuseConnections: Bool = false, maxBodyBytes: Int = 1 << 20, tls: TLSOptions = TLSOptions(),
        authentication: Authentication? = nil
    ) {
        self.timeout = timeout
        self.insecure = insecure
        self.ignoreRedirect = ignoreRedirect
        self.maxRedirects = maxRedirects
        self.proxyURL = proxyURL
        self.ipVersion = ipVersion
        self.httpVersion = httpVersion
        self.reuseConnections = reuseConnections
        self.maxBodyBytes = maxBodyBytes
        self.tls = tls
        self.authentication = authentication
    }

    /// Which addresses of the host are tried.
    package enum IPVersion: String, Sendable, CaseIterable {
        case any
        case v4 = "4"
        case v6 = "6"
    }

    /// The HTTP version asked for.
    package enum HTTPVersion: String, Sendable, CaseIterable {
        /// HTTP/2 where the server offers it over TLS, else HTTP/1.1.
        case automatic = "auto"
        case http1 = "1.1"
        case http2 = "2"
    }

    /// Files for TLS, all PEM.
    package struct TLSOptions: Sendable, Hashable {
        package var certificateFile: String?
        package var privateKeyFile: String?
        /// Trusted instead of the system's certificate authorities.
        package var caFile: String?

        package init(certificateFile: String? = nil, privateKeyFile: String? = nil, caFile: String? = nil) {
            self.certificateFile = certificateFile
            self.privateKeyFile = privateKeyFile
            self.caFile = caFile
        }
    }

    /// How the request proves who sends it.
    package enum Authentication: Sendable, Hashable {
        case basic(username: String, password: Secret)
        case bearer(Secret)
        case oauth2(OAuth2)
    }

    /// The OAuth 2.0 client-credentials grant (RFC 6749, section 4.4).
    package struct OAuth2: Sendable, Hashable {
        package var tokenURL: String
        package var clientID: String
        package var clientSecret: Secret
        package var scopes: [String]

        package init(tokenURL: String, clientID: String, clientSecret: Secret, scopes: [String] = []) {
            self.tokenURL = tokenURL
            self.clientID = clientID
            self.clientSecret = clientSecret
            self.scopes = scopes
        }
    }
}
