import SondeCore
import Yams

extension MappingReader<ClientKey> {
    /// How the request proves who sends it; nil when the client does not say.
    func authentication() -> ClientOptions.Authentication? {
        let ways = [ClientKey.basic, .bearer, .oauth2].filter(has)
        guard let way = ways.first, let node = node(way) else { return nil }
        if ways.count > 1 {
            report(ways[1], "basic, bearer and oauth2 exclude each other; keep one of them.", at: position(ways[1]))
        }
        switch way {
        case .basic: return MappingReader<BasicKey>(node, path: path(way), in: context)?.credentials()
        case .bearer: return MappingReader<BearerKey>(node, path: path(way), in: context)?.credentials()
        default: return MappingReader<OAuth2Key>(node, path: path(way), in: context)?.credentials()
        }
    }
}

extension MappingReader<BasicKey> {
    fileprivate func credentials() -> ClientOptions.Authentication? {
        let password = secret(.password, orFile: .passwordFile, .passwordFileUnderscore)
        guard let username = required(.username) else { return nil }
        guard !username.value.contains(":") else {
            report(.username, "a user name may not hold a colon (RFC 7617).", at: username.position)
            return nil
        }
        return password.map { .basic(username: username.value, password: $0) }
    }
}

extension MappingReader<BearerKey> {
    fileprivate func credentials() -> ClientOptions.Authentication? {
        guard let token = secret(.token, orFile: .tokenFile, .tokenFileUnderscore) else { return nil }
        guard !token.reveal().hasSpaceOrControlCharacter else {
            context.report("\(subject(path))the token has a space or a line break in it.", at: position)
            return nil
        }
        return .bearer(token)
    }
}

extension MappingReader<OAuth2Key> {
    fileprivate func credentials() -> ClientOptions.Authentication? {
        let secret = secret(.clientSecret, orFile: .clientSecretFile, .clientSecretFileUnderscore)
        let tokenURL = tokenURL()
        let clientID = required(.clientID)
        let scopes = list(.scopes, instead: "write scopes: [SCOPE]")?.compactMap { scope($0) } ?? []
        guard let secret, let tokenURL, let clientID else { return nil }
        return .oauth2(
            ClientOptions.OAuth2(tokenURL: tokenURL, clientID: clientID.value, clientSecret: secret, scopes: scopes))
    }

    private func tokenURL() -> String? {
        guard let text = required(.tokenURL) else { return nil }
        do {
            let url = try TargetURL(text.value)
            if url.scheme != "http", url.scheme != "https" {
                report(.tokenURL, "the URL must begin with https:// or http://.", at: text.position)
            } else if url.user != nil {
                report(.tokenURL, "the URL may not hold a user; write client-id and client-secret.", at: text.position)
            } else {
                return url.text
            }
        } catch {
            report(.tokenURL, error.sentence, at: text.position)
        }
        return nil
    }

    private func scope(_ node: Node) -> String? {
        guard let text = context.text(node, path: path(.scopes)) else { return nil }
        if !text.value.isEmpty, !text.value.hasSpaceOrControlCharacter { return text.value }
        report(.scopes, "a scope is one word; write each as an item of its own.", at: text.position)
        return nil
    }
}

extension MappingReader {
    /// A key that the mapping cannot do without.
    fileprivate func required(_ key: Key) -> ConfigurationText? {
        if !has(key) { context.report("\(subject(path))'\(key.rawValue)' is missing; add it.", at: position) }
        return nonEmptyText(key)
    }

    /// A secret that stands in the file, usually as a variable, or in a file of its own; reported when it does neither.
    fileprivate func secret(_ key: Key, orFile fileKey: Key, _ otherFileKey: Key) -> Secret? {
        guard [key, fileKey, otherFileKey].contains(where: has) else {
            context.report(
                "\(subject(path))'\(key.rawValue)' is missing; add it, or '\(fileKey.rawValue)' with a file's path.",
                at: position)
            return nil
        }
        return secret(key, orFile: [fileKey, otherFileKey])
    }

    /// The same; nil without a report when it does neither.
    func secret(_ key: Key, orFile fileKeys: [Key]) -> Secret? {
        let written = ([key] + fileKeys).filter(has)
        guard let way = written.first else { return nil }
        if written.count > 1 {
            report(written[1], "'\(way.rawValue)' is there already; keep one of them.", at: position(written[1]))
        }
        guard let text = nonEmptyText(way) else { return nil }
        if way == key { return Secret(text.value) }
        let path = context.path(text.value)
        do {
            return try secretOfFile(path)
        } catch {
            // A variable may hold the secret itself by mistake: its name is enough.
            report(way, "the file \(text.isFilledIn ? text.raw : path) \(error.reason)", at: text.position)
            return nil
        }
    }
}
