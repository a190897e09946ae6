/// Where the page and the API are served.
package struct WebConfiguration: Sendable, Equatable {
    package var enabled: Bool
    /// A name or an address; IPv6 without brackets.
    package var host: String
    /// 0 lets the system choose a free one.
    package var port: Int

    package init(enabled: Bool = true, host: String = "127.0.0.1", port: Int = 8080) {
        self.enabled = enabled
        self.host = host
        self.port = port
    }

    /// Whether only this machine can reach it.
    package var isLoopback: Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }
}
