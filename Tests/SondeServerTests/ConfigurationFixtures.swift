import Foundation
import SondeCore

@testable import SondeServer

/// The configurations under Fixtures/, and short ways to read one.
enum ConfigurationFixtures {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Fixtures"
    static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    static func text(_ path: String) throws -> String {
        try String(contentsOfFile: folder + "/" + path, encoding: .utf8)
    }

    /// The time at which the fixtures are read: 2026-06-01T00:00:00Z.
    static let now = Timestamp(seconds: 1_780_272_000)

    /// The names of the broken configurations, without `.yaml`.
    static let broken: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/broken")) ?? []
        return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }()
}

/// Short ways to read a configuration, for suites that do so.
protocol ReadsConfigurations {}

extension ReadsConfigurations {
    /// Reads a configuration as `sonde.yaml` beside the fixtures.
    func configuration(
        _ yaml: String, environment: [String: String] = [:], now: Timestamp = ConfigurationFixtures.now
    ) throws(ConfigurationError) -> SondeConfiguration {
        try SondeConfiguration.parse(
            yaml, fileName: "sonde.yaml", environment: environment, baseDirectory: ConfigurationFixtures.folder,
            now: now)
    }

    /// What a configuration is refused with; empty when it is not.
    func complaint(_ yaml: String, environment: [String: String] = [:]) -> String {
        do {
            _ = try configuration(yaml, environment: environment)
            return ""
        } catch {
            return error.description
        }
    }

    /// A configuration with one endpoint, of which `lines` say more. They begin in line 4.
    func oneEndpoint(_ lines: some StringProtocol) -> String {
        "endpoints:\n  - name: orders\n    url: https://api.example.com/orders\n"
            + lines.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n")
    }

    /// The endpoint of such a configuration.
    func endpoint(_ lines: String, environment: [String: String] = [:]) throws -> Endpoint {
        try configuration(oneEndpoint(lines), environment: environment).endpoints[0]
    }

    /// A folder that lasts as long as `body`.
    func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let name = "sonde-\(UUID().uuidString)"
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try body(folder)
    }

    func write(_ text: String, to path: String) throws {
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
}
