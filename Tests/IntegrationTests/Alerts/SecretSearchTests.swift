import Foundation
import SondeCore
import SondeProbing
import SondeTestSupport
import Synchronization
import Testing

/// A configuration full of secrets, servers that repeat what they were sent, and everything that Sonde says: none of it may
/// hold a secret, in whatever form.
@Suite(.timeLimit(.minutes(5))) struct SecretSearchTests {
    private static let channels = [
        "mail", "slack", "bot", "teams", "discord", "telegram", "pagerduty", "opsgenie", "ntfy", "hook", "custom",
        "alertmanager", "program",
    ]

    private let folder: ScratchFolder
    /// By the name of the variable that holds it.
    private let secrets: [String: String]

    init() throws {
        folder = try ScratchFolder()
        var generator = SystemRandomNumberGenerator()
        let names = [
            "BEARER", "BASIC", "HEADER", "PATH_TOKEN", "URL_PASSWORD", "QUERY", "BODY", "MAIL", "SLACK", "BOT", "TEAMS",
            "DISCORD", "TELEGRAM", "OPSGENIE", "NTFY", "TOPIC", "HOOK_URL", "HOOK_KEY", "HOOK_HEADER", "CUSTOM_URL",
            "CUSTOM_BODY", "MANAGER", "PROGRAM", "HEARTBEAT", "PUSH", "PAGERDUTY",
        ]
        secrets = Dictionary(
            uniqueKeysWithValues: names.map { name in
                let digits = (0..<2).map { _ in
                    String(UInt64.random(in: 1 << 60 ... .max, using: &generator), radix: 16)
                }
                return (name, digits.joined())
            })
    }

    /// Says back what it was sent, as careless servers do.
    private static func echo(_ request: FaultyServer.Request) -> FaultyServer.Response {
        let headers = request.headers.fields.map { "\($0.name): \($0.value)" }.joined(separator: "; ")
        var response = FaultyServer.Response.status(403)
        response.body = .text("denied \(request.path)?\(request.query ?? "") \(headers) \(request.text.prefix(4000))")
        return response
    }

    @Test func nothingThatSondeSaysHoldsASecret() async throws {
        let server = try await FaultyServer.start { Self.echo($0) }
        try folder.write(configuration(server.port))
        try program()
        let sonde = try SondeProcess(["run", "--verbose"], in: folder.url, environment: secrets)
        let page = "http://127.0.0.1:\(try await sonde.port())"
        #expect(await sonde.wait(for: "OPENED"))
        // Every channel has said no, and a failed heartbeat was told.
        #expect(await sonde.wait(for: "heartbeat"))
        var said: [(what: String, text: String)] = []
        for path in try await paths(page) { said.append((path, try await get(page + path))) }
        for arguments in commands(page) {
            let ended = try await SondeProcess(arguments, in: folder.url, environment: secrets).ended()
            said.append((arguments.joined(separator: " "), ended.output + ended.errors))
        }
        sonde.signal(SIGTERM)
        let ended = await sonde.ended()
        said += [("output", ended.output), ("errors", ended.errors)]
        said.append(
            (
                "database",
                String(decoding: try Data(contentsOf: folder.url.appendingPathComponent("run.db")), as: UTF8.self)
            ))
        await server.stop()
        for (name, secret) in secrets {
            for form in Self.forms(of: secret) {
                for (what, text) in said { #expect(!text.contains(form), "\(what) shows the secret \(name)") }
            }
        }
        // What is searched is not empty, and the servers' words are in it.
        #expect(said.contains { $0.text.contains("denied") })
        #expect(said.allSatisfy { !$0.text.isEmpty })
    }

    /// As it is, in base64 at each of the three offsets, in hexadecimal.
    private static func forms(of secret: String) -> [String] {
        let bytes = Array(secret.utf8)
        let encoded = (0..<3).map { offset in
            // The ends depend on what stands beside it.
            String(Data(Array(repeating: 0, count: offset) + bytes).base64EncodedString().dropFirst(4).dropLast(6))
        }
        return [secret] + encoded + [bytes.map { String($0, radix: 16) }.joined()]
    }

    private func paths(_ page: String) async throws -> [String] {
        struct Answer: Decodable {
            struct Incident: Decodable {
                var id: String
            }
            var incidents: [Incident]
        }
        let list = try JSONDecoder().decode(Answer.self, from: Data(try await get(page + "/api/v1/incidents").utf8))
        let ids = list.incidents.map(\.id)
        #expect(!ids.isEmpty)
        return [
            "/", "/incidents", "/alerts", "/endpoints/orders", "/readyz", "/api/v1/status", "/api/v1/endpoints",
            "/api/v1/incidents", "/api/v1/silences", "/api/v1/alerts/channels", "/api/v1/alerts/notices",
            "/api/v1/endpoints/orders/results", "/api/v1/push/\(secrets["PUSH"] ?? "")",
        ] + ids.flatMap { ["/incidents/\($0)", "/api/v1/incidents/\($0)"] }
    }

    private func commands(_ page: String) -> [[String]] {
        Self.channels.flatMap { [["alert", "test", $0], ["alert", "preview", $0]] } + [
            ["validate"], ["check", "orders"], ["alert", "list", "--url", page], ["feedback", "--url", page],
        ]
    }

    private func get(_ address: String) async throws -> String {
        let engine = CurlEngine()
        defer { engine.stop() }
        return String(decoding: try await engine.send(HTTPRequest("GET", Secret(address))).body, as: UTF8.self)
    }

    private func program() throws {
        let file = folder.url.appendingPathComponent("tell.sh")
        try "#!/bin/sh\nenv >&2\ncat >&2\nexit 1\n".write(to: file, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    }

    private func configuration(_ port: Int) -> String {
        let host = "127.0.0.1:\(port)"
        return """
            web: {listen: "127.0.0.1:0"}
            store: {url: "sqlite:run.db"}
            alerting:
              heartbeat: {url: "http://\(host)/beat/${HEARTBEAT}", interval: 10s}
              channels:
                - {name: mail, type: email, host: 127.0.0.1, port: \(port), security: none, username: sonde, password: "${MAIL}", from: a@example.com, to: b@example.com, timeout: 2s}
                - {name: slack, type: slack, webhook-url: "http://\(host)/services/${SLACK}"}
                - {name: bot, type: slack, token: "xoxb-${BOT}", channel: C0123456789, api-url: "http://\(host)"}
                - {name: teams, type: teams, webhook-url: "http://\(host)/workflows/${TEAMS}?sig=${TEAMS}"}
                - {name: discord, type: discord, webhook-url: "http://\(host)/api/webhooks/1/${DISCORD}"}
                - {name: telegram, type: telegram, token: "123456:${TELEGRAM}", id: "1", api-url: "http://\(host)"}
                - {name: pagerduty, type: pagerduty, integration-key: "${PAGERDUTY}", api-url: "http://\(host)"}
                - {name: opsgenie, type: opsgenie, api-key: "${OPSGENIE}", api-url: "http://\(host)"}
                - {name: ntfy, type: ntfy, url: "http://\(host)", topic: "t${TOPIC}", token: "tk_${NTFY}"}
                - {name: hook, type: webhook, url: "http://\(host)/hook/${HOOK_URL}", secret: "${HOOK_KEY}", headers: {X-Key: "${HOOK_HEADER}"}}
                - {name: custom, type: custom, method: POST, url: "http://\(host)/custom/${CUSTOM_URL}", body: "key=${CUSTOM_BODY}"}
                - {name: alertmanager, type: alertmanager, urls: ["http://\(host)"], client: {bearer: {token: "${MANAGER}"}}}
                - {name: program, type: command, program: tell.sh, environment: {KEY: "${PROGRAM}"}}
            defaults:
              interval: 1s
              alerts: [\(Self.channels.map { "{channel: \($0)}" }.joined(separator: ", "))]
            endpoints:
              - name: orders
                url: "http://user:${URL_PASSWORD}@\(host)/orders/${PATH_TOKEN}?key=${QUERY}"
                headers: {X-Key: "${HEADER}"}
                method: POST
                body: "key=${BODY}"
              - {name: bearer, url: "http://\(host)/bearer", client: {bearer: {token: "${BEARER}"}}}
              - {name: basic, url: "http://\(host)/basic", client: {basic: {username: sonde, password: "${BASIC}"}}}
              - {name: nightly, type: push, token: "${PUSH}"}

            """
    }
}
