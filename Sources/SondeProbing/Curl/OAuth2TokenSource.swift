import CCurl
import Foundation
import SondeCore

/// Fetches and keeps access tokens of the client-credentials grant (RFC 6749, section 4.4), one per setting; probes
/// that ask for the same token at once share one request. Its time is no part of any response time.
actor OAuth2TokenSource {
    private struct Token {
        var secret: Secret
        var expiresAt: Timestamp
    }

    /// A token is replaced this long before it expires, so that none expires on its way.
    private static let margin: Duration = .seconds(30)
    private static let lifetimeIfUnsaid: Duration = .seconds(300)
    /// Seconds. Servers that mean "never" send numbers that no clock can be advanced by.
    private static let longestLifetime: Double = 30 * 86_400

    private let engine: CurlEngine
    private let clock: any WallClock
    private var tokens: [ClientOptions.OAuth2: Token] = [:]
    private var underWay: [ClientOptions.OAuth2: Task<Result<Token, ProbeFailure>, Never>] = [:]

    init(engine: CurlEngine, clock: any WallClock) {
        self.engine = engine
        self.clock = clock
    }

    func token(for settings: ClientOptions.OAuth2, client: ClientOptions) async throws(ProbeFailure) -> Secret {
        if let token = tokens[settings], clock.now < token.expiresAt { return token.secret }
        if let task = underWay[settings] { return try await task.value.get().secret }
        let task = Task { await fetch(settings, client: client) }
        underWay[settings] = task
        let fetched = await task.value
        underWay[settings] = nil
        if case .success(let token) = fetched { tokens[settings] = token }
        return try fetched.get().secret
    }

    func forget(_ settings: ClientOptions.OAuth2) {
        tokens[settings] = nil
    }

    /// Authenticates with HTTP Basic, as section 2.3.1 demands of every server, and with form fields where a server
    /// takes only those.
    private func fetch(_ settings: ClientOptions.OAuth2, client: ClientOptions) async -> Result<Token, ProbeFailure> {
        var report = await engine.perform(request(settings, client: client, inBody: false), clock: clock)
        if report.isComplete, report.status == 400 || report.status == 401 {
            report = await engine.perform(request(settings, client: client, inBody: true), clock: clock)
        }
        let host = URLComponents(string: settings.tokenURL)?.host ?? "the token server"
        guard report.isComplete else {
            let reason = String(cString: curl_easy_strerror(report.code))
            return .failure(ProbeFailure(.authentication, "No OAuth2 token from \(host): \(reason)."))
        }
        guard (200...299).contains(report.status) else {
            return .failure(
                ProbeFailure(.authentication, "No OAuth2 token from \(host): it answered status \(report.status)."))
        }
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(report.body)) else {
            return .failure(
                ProbeFailure(.authentication, "No OAuth2 token from \(host): its answer holds no access_token."))
        }
        let seconds = answer.expiresIn.flatMap { $0.isFinite ? min(max($0, 0), Self.longestLifetime) : nil }
        let lifetime = seconds.map { Duration.seconds($0) } ?? Self.lifetimeIfUnsaid
        let expiry = clock.now.advanced(by: Swift.max(.zero, lifetime - Self.margin))
        return .success(Token(secret: Secret(answer.accessToken), expiresAt: expiry))
    }

    private func request(
        _ settings: ClientOptions.OAuth2, client: ClientOptions, inBody: Bool
    ) -> TransferRequest {
        var fields = [("grant_type", "client_credentials")]
        if !settings.scopes.isEmpty { fields.append(("scope", settings.scopes.joined(separator: " "))) }
        if inBody {
            fields.append(("client_id", settings.clientID))
            fields.append(("client_secret", settings.clientSecret.reveal()))
        }
        let body = fields.map { "\($0.0)=\(Self.formEncoded($0.1))" }.joined(separator: "&")
        var options = client
        options.reuseConnections = false
        options.authentication = nil
        return TransferRequest(
            url: settings.tokenURL, method: "POST",
            headers: [
                Endpoint.Header(name: "Content-Type", value: Secret("application/x-www-form-urlencoded")),
                Endpoint.Header(name: "Accept", value: Secret("application/json")),
            ], body: Array(body.utf8), timeout: client.timeout, options: options, keptBodyBytes: 64 * 1024,
            credentials: inBody
                ? nil
                : .basic(
                    username: Self.formEncoded(settings.clientID),
                    password: Secret(Self.formEncoded(settings.clientSecret.reveal()))))
    }

    private static func formEncoded(_ text: String) -> String {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._~")
        return text.addingPercentEncoding(withAllowedCharacters: allowed) ?? text
    }

    /// RFC 6749, section 5.1; `expires_in` comes as a number, and from some servers as a text.
    private struct Answer: Decodable {
        var accessToken: String
        var expiresIn: Double?

        enum CodingKeys: String, CodingKey {
            case accessToken = "access_token"
            case expiresIn = "expires_in"
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            accessToken = try container.decode(String.self, forKey: .accessToken)
            expiresIn =
                (try? container.decode(Double.self, forKey: .expiresIn))
                ?? (try? container.decode(String.self, forKey: .expiresIn)).flatMap(Double.init)
        }
    }
}
