import Foundation
import SondeCore
import Testing

@testable import SondeServer

@Suite("Loading a configuration file")
struct ConfigurationLoadingTests: ReadsConfigurations {
    private let yaml = "endpoints:\n  - {name: a, url: \"https://a.example.com\"}\n"

    private func refusal(_ file: String, environment: [String: String] = [:]) throws -> String {
        try #require(throws: ConfigurationError.self) {
            try SondeConfiguration.load(file: file, environment: environment)
        }.description
    }

    @Test("a file that is not there")
    func missing() throws {
        let sentence = "there is no such file; create it as docs/configuration.md shows, or name another."
        #expect(try refusal("/nowhere/sonde.yaml") == "/nowhere/sonde.yaml: " + sentence)
    }

    @Test("a folder, an unreadable file, a file that is not UTF-8, an endless file")
    func unusable() throws {
        try withTemporaryFolder { folder in
            #expect(try refusal(folder) == "\(folder): this file is a folder.")
            let file = folder + "/sonde.yaml"
            try Data("endpoints:\n  - name: caf\u{E9}\n".unicodeScalars.map { UInt8($0.value) })
                .write(to: URL(fileURLWithPath: file))
            #expect(try refusal(file) == "\(file): this file is not UTF-8 text (see line 2); save it as UTF-8.")
            #expect(try refusal("/dev/zero") == "/dev/zero: this file is longer than 67108864 bytes.")
            // Root reads everything, so that there is nothing to see.
            if getuid() != 0 {
                try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: file)
                #expect(try refusal(file) == "\(file): this file may not be read by this user.")
            }
        }
    }

    @Test("a byte order mark and Windows line ends do no harm")
    func windows() throws {
        try withTemporaryFolder { folder in
            try write(("\u{FEFF}" + yaml.replacing("\n", with: "\r\n")), to: folder + "/sonde.yaml")
            let loaded = try SondeConfiguration.load(file: folder + "/sonde.yaml", environment: [:])
            #expect(loaded.endpoints.map(\.name) == ["a"])
        }
    }

    @Test("paths start from the folder of the file, and secrets are read from files")
    func paths() throws {
        let lines = """
            client:
              tls: {certificate-file: tls/client.crt, ca-file: tls/ca.crt}
              basic: {username: sonde, password-file: secrets/password}
            """
        let client = try endpoint(lines).client
        let folder = ConfigurationFixtures.folder
        #expect(client.tls.certificateFile == folder + "/tls/client.crt")
        #expect(client.tls.caFile == folder + "/tls/ca.crt")
        #expect(client.authentication == .basic(username: "sonde", password: Secret("s3cr3t from a file")))
        let bearer = try endpoint("client: {bearer: {token_file: \(folder)/secrets/token}}").client
        #expect(bearer.authentication == .bearer(Secret("t0ken-from-a-file")))
    }

    @Test(
        "a secret file that is of no use",
        arguments: [("empty", "is empty; it must hold the secret."), (".", "is a folder.")])
    func secretFiles(_ name: String, _ reason: String) {
        let message = complaint(oneEndpoint("client: {bearer: {token-file: secrets/\(name)}}"))
        #expect(message.hasSuffix("/secrets/\(name) \(reason)"), "\(message)")
    }

}
