import ArgumentParser
import Foundation
import SondeCore
import SondeProbing
import SondeServer

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Probe once and print every phase, the certificate and each condition.",
        discussion: """
            TARGET is a URL, or the name of an endpoint of the configuration, which is then probed exactly as
            'sonde run' would. Exits with 0 if the probe succeeded and with 2 if it failed.

            EXAMPLES
              sonde check https://api.github.com
              sonde check https://example.com --condition '[STATUS] == 200' --condition '[TTFB] < 300'
              sonde check orders --config sonde.yaml
            """)

    @Argument(help: "A URL, or the name of an endpoint.")
    var target: String

    @OptionGroup var configurationFile: ConfigurationOption

    @Option(name: .shortAndLong, help: "The HTTP method.")
    var method: String?

    @Option(
        name: [.customShort("H"), .long],
        help: ArgumentHelp("A request header, 'Name: value'. Repeatable.", valueName: "header"))
    var header: [String] = []

    @Option(name: .shortAndLong, help: "The request body.")
    var body: String?

    @Option(help: ArgumentHelp("A condition, as in the configuration. Repeatable.", valueName: "condition"))
    var condition: [String] = []

    @Option(help: ArgumentHelp("For the whole probe, in seconds.", valueName: "seconds"))
    var timeout: Double?

    @Flag(help: "Accept any server certificate.")
    var insecure = false

    func run() async throws {
        let endpoint = try self.endpoint()
        let engine = CurlEngine()
        defer { engine.stop() }
        let clock = SystemClock()
        let result = await CurlProber(engine: engine, clock: clock).probe(endpoint, due: nil)
        for line in ProbeReport(endpoint: endpoint, result: result, now: clock.now).lines() { Terminal.print(line) }
        if !result.success { throw ExitCode.probeFailed }
    }

    private func endpoint() throws -> Endpoint {
        var endpoint: Endpoint
        if target.contains("://") {
            if let fault = CommandText.fault(ofURL: target) {
                throw ValidationError("'\(DisplayURL.text(target))': \(fault)")
            }
            endpoint = Endpoint(name: DisplayURL.text(target), url: target)
        } else {
            guard FileManager.default.fileExists(atPath: configurationFile.file) else {
                throw ValidationError(
                    "'\(target)' is not a URL; write the scheme too: http://\(target) or https://\(target). "
                        + "There is no \(configurationFile.file) to look for an endpoint of that name.")
            }
            let configuration = try configurationFile.load()
            guard let found = configuration.endpoints.first(where: { $0.name == target }) else {
                throw ValidationError(
                    "'\(target)' is neither a URL nor an endpoint of \(configurationFile.file). "
                        + "For a URL write the scheme too: https://\(target)")
            }
            endpoint = found
        }
        try apply(to: &endpoint)
        return endpoint
    }

    private func apply(to endpoint: inout Endpoint) throws {
        if let method {
            guard isToken(method) else {
                throw ValidationError("'\(method)' is not an HTTP method; write for example --method POST.")
            }
            endpoint.method = method.uppercased()
        }
        if let body { endpoint.body = body }
        if body != nil, method == nil, endpoint.method == "GET" { endpoint.method = "POST" }
        if insecure { endpoint.client.insecure = true }
        if let timeout {
            guard timeout > 0, timeout <= 300 else { throw ValidationError("--timeout takes 0.001 to 300 seconds.") }
            endpoint.client.timeout = .milliseconds(Int64((timeout * 1000).rounded(.up)))
        }
        for text in header {
            guard let colon = text.firstIndex(of: ":"), isToken(String(text[..<colon])),
                !text.contains(where: \.isNewline)
            else { throw ValidationError("A --header reads 'Name: value' on one line.") }
            let value = text[text.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            endpoint.headers.append(
                Endpoint.Header(name: String(text[..<colon]), value: Secret(value)))
        }
        if !condition.isEmpty {
            endpoint.conditions = try condition.map { text in
                do {
                    return try Condition(parsing: text)
                } catch {
                    throw ValidationError("--condition \(error)")
                }
            }
        }
    }
}
