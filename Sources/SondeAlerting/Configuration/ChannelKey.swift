package import SondeCore

/// One key of a channel in the configuration.
package struct ChannelKey: Sendable {
    /// As written: `webhook-url`.
    package var name: String
    package var kind: Kind
    package var isRequired: Bool
    /// One sentence for the schema and the documentation.
    package var summary: String

    package init(_ name: String, _ kind: Kind, isRequired: Bool = false, _ summary: String) {
        self.name = name
        self.kind = kind
        self.isRequired = isRequired
        self.summary = summary
    }

    /// What the value must be.
    package enum Kind: Sendable, Hashable {
        case text
        /// A text that is never shown; `NAME-file` names a file that holds it.
        case secret
        /// An address of http or https that may be shown.
        case url
        /// One that holds a secret, as those of most webhooks do.
        case secretURL
        /// E-mail addresses: a list, or one text with commas between them.
        case addresses
        /// A list of texts, or one text with commas between them.
        case texts
        /// A list of texts, as they are: the arguments of a program.
        case arguments
        case flag
        case integer(ClosedRange<Int>)
        case duration(ClosedRange<Duration>)
        case choice([String])
        /// Names of headers with secret values.
        case headers
        /// Names with texts.
        case mapping
        /// Names with mappings of texts: Gatus' `placeholders`.
        case mappings
        /// The path of a file that is there, relative to the configuration.
        case file
        /// How requests are sent, as `client` of an endpoint.
        case client
    }
}

/// What the configuration says of one channel: its keys with their values, variables filled in.
package struct ChannelOptions: Sendable, Hashable {
    package enum Value: Sendable, Hashable {
        case text(String)
        case secret(Secret)
        case texts([String])
        case flag(Bool)
        case integer(Int)
        case duration(Duration)
        case headers([Endpoint.Header])
        case mapping([String: String])
        case mappings([String: [String: String]])
        case client(ClientOptions)
    }

    package var values: [String: Value]

    package init(_ values: [String: Value] = [:]) {
        self.values = values
    }

    package func text(_ key: String) -> String? { if case .text(let value)? = values[key] { value } else { nil } }
    package func secret(_ key: String) -> Secret? { if case .secret(let value)? = values[key] { value } else { nil } }
    package func texts(_ key: String) -> [String] { if case .texts(let value)? = values[key] { value } else { [] } }
    package func flag(_ key: String) -> Bool? { if case .flag(let value)? = values[key] { value } else { nil } }
    package func integer(_ key: String) -> Int? { if case .integer(let value)? = values[key] { value } else { nil } }
    package func duration(_ key: String) -> Duration? {
        if case .duration(let value)? = values[key] { value } else { nil }
    }
    package func headers(_ key: String) -> [Endpoint.Header] {
        if case .headers(let value)? = values[key] { value } else { [] }
    }
    package func mapping(_ key: String) -> [String: String] {
        if case .mapping(let value)? = values[key] { value } else { [:] }
    }
    package func mappings(_ key: String) -> [String: [String: String]] {
        if case .mappings(let value)? = values[key] { value } else { [:] }
    }
    package func client(_ key: String = "client") -> ClientOptions? {
        if case .client(let value)? = values[key] { value } else { nil }
    }

    /// Everything that must never be shown.
    package var secrets: [Secret] {
        values.values.flatMap { value -> [Secret] in
            switch value {
            case .secret(let secret): [secret]
            case .headers(let headers): headers.map(\.value)
            case .client(let client): client.secrets
            default: []
            }
        }
    }
}

extension ClientOptions {
    fileprivate var secrets: [Secret] {
        var secrets = [proxyURL].compactMap(\.self)
        switch authentication {
        case .basic(_, let password)?: secrets.append(password)
        case .bearer(let token)?: secrets.append(token)
        case .oauth2(let settings)?: secrets.append(settings.clientSecret)
        case nil: break
        }
        return secrets
    }
}

/// Why a channel cannot be made of its options.
package struct ChannelFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where to look; nil for the channel as a whole.
    package var key: String?
    /// One sentence that says what is wrong and what to write; it does not begin with the key and shows no secret.
    package var sentence: String

    package init(_ key: String?, _ sentence: String) {
        self.key = key
        self.sentence = sentence
    }

    package var description: String { sentence }
}
