import Yams

extension MappingReader<RootKey> {
    /// Where the page is served.
    func web() -> WebConfiguration {
        let reader = node(.web).flatMap { MappingReader<WebKey>($0, path: path(.web), in: context) }
        var web = reader?.web() ?? WebConfiguration()
        web.enabled = reader?.flag(.enabled) ?? true
        secure(&web, isSondes: reader?.has(.listen) ?? false)
        guard web.enabled, !web.isLoopback, let reader else { return web }
        let key = reader.has(.listen) ? WebKey.listen : .address
        let sentence = "anyone who can reach \(web.host) can read the page; this version of Sonde has no login."
        context.note("\(reader.path(key)): \(sentence)", at: reader.position(key))
        return web
    }

    /// Whoever asks for a login does not mean to serve the page to all; only Sonde's own key says that.
    private func secure(_ web: inout WebConfiguration, isSondes: Bool) {
        guard web.enabled, !web.isLoopback, !isSondes, has(.security) else {
            return note(.security, "this version of Sonde has no login; this has no effect.")
        }
        note(
            .security,
            "this version of Sonde has no login, so that the page is served on 127.0.0.1 alone; put a reverse proxy "
                + "with a login before it, or write web: {listen: \"HOST:PORT\"} to serve it to all.")
        web.host = WebConfiguration().host
    }
}

extension MappingReader<WebKey> {
    /// `listen`, or Gatus' `address` and `port`.
    fileprivate func web() -> WebConfiguration {
        let ofGatus = [WebKey.address, .port].filter(has)
        if has(.listen), let key = ofGatus.first {
            report(key, "listen says this, too; leave one of them out.", at: position(key))
        }
        return ofGatus.isEmpty ? listen() : addressAndPort()
    }

    /// Empty and zero are Gatus' ways to leave them out.
    private func addressAndPort() -> WebConfiguration {
        var web = WebConfiguration()
        if let port = integer(.port, in: 0...65_535), port > 0 { web.port = port }
        guard let text = text(.address), !text.value.isEmpty else {
            note(
                .port,
                "without an address Sonde listens on \(web.host) alone, and Gatus on all; write address: 0.0.0.0 "
                    + "to let others reach the page.")
            return web
        }
        let isBracketed = text.value.first == "[" && text.value.last == "]"
        let host = isBracketed ? text.value.dropFirst().dropLast() : text.value[...]
        if isIPv6(host) || !isBracketed && isHost(host) {
            web.host = String(host)
        } else {
            report(.address, "\(text.shown) is not an address; write for example 127.0.0.1.", at: text.position)
        }
        return web
    }

    /// `HOST:PORT`, `PORT`, `:PORT`, `HOST` or `[IPv6]:PORT`; a host that is left out is the loopback address.
    private func listen() -> WebConfiguration {
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
