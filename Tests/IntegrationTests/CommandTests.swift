import Foundation
import SondeTestSupport
import Testing

/// The commands as a person types them; `sonde run` has suites of its own.
@Suite struct CommandTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    private func sonde(_ arguments: String..., environment: [String: String] = [:]) async throws -> SondeProcess.Ended {
        await (try SondeProcess(arguments, in: folder.url, environment: environment)).ended()
    }

    @Test func helpIsWorthReading() async throws {
        let help = try await sonde("--help")
        #expect(help.exitCode == 0)
        for word in ["run", "check", "validate", "EXIT CODES", "78"] { #expect(help.output.contains(word)) }
        for command in ["run", "check", "validate"] {
            let help = try await sonde(command, "--help")
            #expect(help.exitCode == 0)
            #expect(help.output.contains("OVERVIEW"))
        }
        #expect(try await sonde("--version").output == "sonde 0.1.0\n")
    }

    @Test func aWrongCommandLineIs64() async throws {
        #expect(try await sonde("walk").exitCode == 64)
        #expect(try await sonde("run", "--nonsense").exitCode == 64)
        #expect(try await sonde("check", "http://127.0.0.1:1/", "--condition", "[STATSU] == 200").exitCode == 64)
        #expect(try await sonde("check", "http://127.0.0.1:1/", "--timeout", "-1").exitCode == 64)
    }

    @Test(arguments: [
        (["-m", "PO ST", "http://127.0.0.1:1/"], "'PO ST' is not an HTTP method; write for example --method POST."),
        (["http://127.0.0.1:1/a b"], "the URL has a space or a line break in it; write %20 for a space."),
        (["http://"], "the URL has no host; write for example https://HOST/PATH."),
        (["ftp://127.0.0.1/"], "Sonde probes http and https only."),
        (["-H", "X Y: z", "http://127.0.0.1:1/"], "A --header reads 'Name: value' on one line."),
    ])
    func aTargetThatCannotBeProbedIs64(arguments: [String], sentence: String) async throws {
        let check = await (try SondeProcess(["check"] + arguments, in: folder.url)).ended()
        #expect(check.exitCode == 64)
        let first = check.errors.prefix { $0 != "\n" }
        #expect(first.hasPrefix("Error: ") && first.hasSuffix(sentence), "\(check.errors)")
        #expect(check.output.isEmpty)
    }

    @Test func checkShowsOneProbeFromEndToEnd() async throws {
        let server = try await FaultyServer.start(tls: .valid) { _ in .ok(json: #"{"status": "UP"}"#) }
        let check = try await sonde(
            "check", server.url + "/health?token=secret", "--insecure", "--condition", "[STATUS] == 200", "--condition",
            "[BODY].status == UP")
        #expect(check.exitCode == 0, "\(check.errors)")
        for text in ["status 200", "DNS", "connect", "TLS", "first byte", "transfer", "total"] {
            #expect(check.output.contains(text), "\(check.output)")
        }
        #expect(check.output.contains("certificate expires in "))
        #expect(check.output.contains("✓ [BODY].status == UP"))
        #expect(check.output.contains("succeeded"))
        #expect(!check.output.contains("secret"))
        await server.stop()
    }

    @Test func checkSaysWhyAProbeFailed() async throws {
        let server = try await FaultyServer.start { _ in .status(503) }
        let check = try await sonde("check", server.url, "--condition", "[STATUS] == 200")
        #expect(check.exitCode == 2)
        #expect(check.output.contains("✗ [STATUS] (503) == 200"))
        #expect(check.output.contains("failed (condition_failed)"))
        await server.stop()
    }

    @Test func checkTakesTheNameOfAnEndpoint() async throws {
        let server = try await FaultyServer.start { request in request.headers["x-token"] == "t" ? .ok : .status(401) }
        try folder.write("endpoints: [{name: orders, url: \"\(server.url)\", headers: {X-Token: \"${TOKEN}\"}}]")
        #expect(try await sonde("check", "orders", environment: ["TOKEN": "t"]).exitCode == 0)
        #expect(try await sonde("check", "orders", environment: ["TOKEN": "wrong"]).exitCode == 2)
        let unknown = try await sonde("check", "ordres", environment: ["TOKEN": "t"])
        #expect(unknown.exitCode == 64)
        #expect(unknown.errors.contains("'ordres' is neither a URL nor an endpoint of sonde.yaml."))
        await server.stop()
    }

    @Test func validateCountsEndpoints() async throws {
        try folder.write(
            "endpoints: [{name: a, url: \"https://a.example\"}, {name: b, url: \"https://b.example\", enabled: false}]")
        let valid = try await sonde("validate")
        #expect(valid.exitCode == 0)
        #expect(valid.output == "sonde.yaml is valid: 1 endpoint, 1 disabled.\n")
    }

    @Test(arguments: ["validate", "run"])
    func aWrongConfigurationIs78AndStartsNothing(command: String) async throws {
        try folder.write("endpoints:\n  - name: a\n    url: https://a.example\n    intervall: 15s\n")
        let ended = try await sonde(command)
        #expect(ended.exitCode == 78)
        #expect(ended.errors.hasPrefix("sonde.yaml:4:5: "), "\(ended.errors)")
        #expect(ended.errors.contains("interval"))
        #expect(ended.output.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: folder.path("sonde.db")))
    }

    @Test func aMissingConfigurationIs78() async throws {
        let ended = try await sonde("run")
        #expect(ended.exitCode == 78)
        #expect(ended.errors.split(separator: "\n").count == 1, "\(ended.errors)")
    }
}
