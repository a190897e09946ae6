import Yams

extension MappingReader<RootKey> {
    /// Where the page is served.
    func web() -> WebConfiguration {
        guard let node = node(.web), let reader = MappingReader<WebKey>(node, path: path(.web), in: context) else {
            return WebConfiguration()
        }
        var web = reader.listen()
        web.enabled = reader.flag(.enabled) ?? true
        if web.enabled, !web.isLoopback {
            let sentence = "anyone who can reach \(web.host) can read the page; this version of Sonde has no login."
            context.note("\(reader.path(.listen)): \(sentence)", at: reader.position(.listen))
        }
        return web
    }
}

extension MappingReader<WebKey> {
    /// `HOST:PORT`, `PORT`, `:PORT`, `HOST` or `[IPv6]:PORT`; a host that is left out is the loopback address.
    fileprivate func listen() -> WebConfiguration {
        var web = WebConfiguration()
        guard let text = nonEmptyText(.listen) else { return web }
        var host: Substring
        var port: Substring?
        if text.value.first == "[", let close = text.value.firstIndex(of: "]") {
            host = text.value[..<close].dropFirst()
            let after = text.value[close...].dropFirst()
            guard isIPv6(host), after.isEmpty || after.first == ":" else { return malformed(text) }
            port = after.isEmpty ? nil : after.dropFirst()
        } else {
            let words = text.value.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            host = words[0]
            port = words.count > 1 ? words[1] : nil
            if port == nil, host.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) {
                (host, port) = ("", host)
            }
            guard host.isEmpty || isHost(host) else { return malformed(text) }
        }
        if let port {
            guard let number = Int(port), (0...65_535).contains(number) else { return malformed(text) }
            web.port = number
        }
        if !host.isEmpty { web.host = String(host) }
        return web
    }

    private func malformed(_ text: ConfigurationText) -> WebConfiguration {
        report(
            .listen, "\(text.shown) is not an address and a port; write for example 127.0.0.1:8080 or \"[::1]:8080\".",
            at: text.position)
        return WebConfiguration()
    }
}
