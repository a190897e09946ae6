import SondeCore
import Yams

extension MappingReader<RootKey> {
    /// What is tried when nothing answers any more, to know whether Sonde itself has a network.
    func references(_ endpoints: [ConfiguredEndpoint]) -> [String] {
        let usual = ["1.1.1.1:443", "8.8.8.8:443"]
        // Who watches this machine alone needs no network.
        let isRemote = endpoints.contains { $0.endpoint.source == .probe && !isLoopback($0.endpoint.authority) }
        guard let node = node(.connectivity),
            let reader = MappingReader<ConnectivityKey>(node, path: path(.connectivity), in: context)
        else { return isRemote ? usual : [] }
        let checker = reader.checker()
        if reader.has(.references), reader.has(.checker) {
            reader.report(
                .checker, "references and checker say the same; leave one of them out.", at: reader.position(.checker))
        }
        return reader.references() ?? checker ?? (isRemote ? usual : [])
    }
}

extension MappingReader<ConnectivityKey> {
    fileprivate func references() -> [String]? {
        guard let texts = texts(.references) else { return nil }
        return texts.compactMap { place($0, .references) }
    }

    /// Gatus' way to write one.
    fileprivate func checker() -> [String]? {
        guard let node = node(.checker),
            let reader = MappingReader<CheckerKey>(node, path: path(.checker), in: context)
        else { return nil }
        reader.note(.interval, "Sonde tries the target when nothing answers any more; this has no effect.")
        guard let target = reader.nonEmptyText(.target) else {
            if !reader.has(.target) {
                reader.report("'target' is missing; add for example 1.1.1.1:53.", at: node.position)
            }
            return nil
        }
        return reader.place(target, .target).map { [$0] }
    }
}

extension MappingReader {
    /// `HOST:PORT`, an IPv6 address in brackets.
    fileprivate func place(_ text: ConfigurationText, _ key: Key) -> String? {
        let host: Substring
        let rest: Substring
        if text.value.first == "[", let close = text.value.firstIndex(of: "]") {
            host = text.value[..<close].dropFirst()
            rest = text.value[close...].dropFirst()
        } else {
            host = text.value.prefix { $0 != ":" }
            rest = text.value.dropFirst(host.count)
        }
        let isHostText = text.value.first == "[" ? isIPv6(host) : isHost(host)
        if isHostText, rest.first == ":", let port = Int(rest.dropFirst()), (1...65_535).contains(port) {
            return text.value
        }
        report(
            key, "\(text.shown) is not HOST:PORT; write for example 1.1.1.1:443 or \"[::1]:443\".", at: text.position)
        return nil
    }
}

/// Whether host and port are those of this machine.
private func isLoopback(_ authority: String) -> Bool {
    let host = authority.hasPrefix("[") ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
    return host == "localhost" || host.hasSuffix(".localhost") || host == "::1" || host.hasPrefix("127.")
}
