import SondeCore
import Yams

extension MappingReader {
    /// The client options, laid key by key over others.
    func client(_ key: Key, over defaults: ClientOptions) -> ClientOptions {
        guard let node = node(key),
            let reader = MappingReader<ClientKey>(node, path: path(key), in: context)
        else { return defaults }
        return reader.options(over: defaults)
    }
}

extension MappingReader<EndpointKey> {
    /// Whether the endpoint's own client says how the request proves who sends it.
    var clientAuthenticates: Bool {
        guard let mapping = node(.client)?.mapping else { return false }
        return context.entries(of: mapping, path: path(.client)).contains { entry in
            ["basic", "bearer", "oauth2"].contains(entry.name) && !entry.value.isNull
        }
    }
}

extension MappingReader<ClientKey> {
    fileprivate func options(over defaults: ClientOptions) -> ClientOptions {
        var options = defaults
        if let timeout = duration(.timeout, in: .milliseconds(1) ... .seconds(300)) { options.timeout = timeout }
        if let insecure = flag(.insecure) { options.insecure = insecure }
        if let ignoreRedirect = flag(.ignoreRedirect) { options.ignoreRedirect = ignoreRedirect }
        if let maxRedirects = integer(.maxRedirects, in: 0...100) { options.maxRedirects = maxRedirects }
        if has(.proxyURL) { options.proxyURL = proxyURL() }
        if let ipVersion = ipVersion() { options.ipVersion = ipVersion }
        let httpVersions: KeyValuePairs<String, ClientOptions.HTTPVersion> = [
            "auto": .automatic, "1.1": .http1, "2": .http2,
        ]
        if let httpVersion = choice(.httpVersion, httpVersions) { options.httpVersion = httpVersion }
        if let reuse = flag(.reuseConnections) { options.reuseConnections = reuse }
        if let size = bytes(.maxBodySize, in: 1...1 << 30) { options.maxBodyBytes = size }
        if let tls = tls() { options.tls = tls }
        if let authentication = authentication() { options.authentication = authentication }
        note(.dnsResolver, "Sonde asks the system's resolver; this has no effect.")
        note(.storeCookies, "Sonde keeps no cookies between probes; this has no effect.")
        return options
    }

    /// The addresses to try, under our name or Gatus'.
    private func ipVersion() -> ClientOptions.IPVersion? {
        if has(.ipVersion), has(.network) {
            report(.network, "this says the same as ip-version; leave one of them out.", at: position(.network))
        }
        let network: ClientOptions.IPVersion? = choice(.network, ["ip": .any, "ip4": .v4, "ip6": .v6])
        return choice(.ipVersion, ["any": .any, "4": .v4, "6": .v6]) ?? network
    }

    /// Nil when empty: an endpoint may so leave out the proxy of `defaults`.
    private func proxyURL() -> Secret? {
        guard let text = text(.proxyURL), !text.value.isEmpty else { return nil }
        do {
            let url = try TargetURL(text.value)
            if ["http", "https", "socks5"].contains(url.scheme) { return Secret(text.value) }
            report(.proxyURL, "the URL must begin with http://, https:// or socks5://.", at: text.position)
        } catch {
            report(.proxyURL, error.sentence, at: text.position)
        }
        return nil
    }

    /// The certificate files, all of which must be there.
    private func tls() -> ClientOptions.TLSOptions? {
        guard let node = node(.tls), let reader = MappingReader<TLSKey>(node, path: path(.tls), in: context) else {
            return nil
        }
        reader.note(.renegotiation, "Sonde never renegotiates; this has no effect.")
        if reader.has(.privateKeyFile), !reader.has(.certificateFile) {
            reader.report(
                .privateKeyFile, "a private key is of no use alone; add certificate-file.",
                at: reader.position(.privateKeyFile))
        }
        return ClientOptions.TLSOptions(
            certificateFile: reader.file(.certificateFile), privateKeyFile: reader.file(.privateKeyFile),
            caFile: reader.file(.caFile))
    }
}
