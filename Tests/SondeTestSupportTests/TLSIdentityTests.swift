import Foundation
import SondeTestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct TLSIdentityTests {
    @Test(arguments: ["127.0.0.1", "localhost"])
    func `The valid certificate satisfies a client that trusts the test authority`(host: String) async throws {
        let server = try await FaultyServer.start(tls: .valid) { _ in .ok }
        let curl = try await Curl.run(
            "--ipv4", "--cacert", try TestCertificates.caFile, "https://\(host):\(server.port)")
        #expect(curl.exitCode == 0)
        #expect(curl.text == "OK")
        await server.stop()
    }

    @Test(arguments: [
        (TLSIdentity.expired, "certificate has expired"),
        (.selfSigned, "self-signed certificate"),
        (.wrongHost, "no alternative certificate subject name matches"),
    ])
    func `A faulty certificate has the one fault it is named for`(
        identity: TLSIdentity, reason: String
    ) async throws {
        let server = try await FaultyServer.start(tls: identity) { _ in .ok }
        let curl = try await Curl.run("--cacert", try TestCertificates.caFile, server.url)
        #expect(curl.exitCode == CurlExit.untrusted)
        let message = try #require(curl.report.errormsg)
        #expect(message.contains(reason))
        #expect(server.requestCount == 0)
        await server.stop()
    }

    @Test func `A client that does not know the test authority refuses the valid certificate`() async throws {
        let server = try await FaultyServer.start(tls: .valid) { _ in .ok }
        #expect(try await Curl.run(server.url).exitCode == CurlExit.untrusted)
        await server.stop()
    }

    @Test func `A client certificate can be demanded`() async throws {
        let server = try await FaultyServer.start(tls: .valid, requireClientCertificate: true) { _ in .ok }
        let authority = try TestCertificates.caFile
        let without = try await Curl.run("--cacert", authority, server.url)
        #expect(without.exitCode != 0)
        #expect(server.requestCount == 0)
        let with = try await Curl.run(
            "--cacert", authority, "--cert", try TestCertificates.clientCertificateFile,
            "--key", try TestCertificates.clientKeyFile, server.url)
        #expect(with.exitCode == 0)
        #expect(server.requests.first?.clientCertificate == "sonde-test-client")
        await server.stop()
    }

    @Test func `Concurrent first uses get the same files`() async throws {
        let files = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<20 { group.addTask { try TestCertificates.caFile } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(files.count == 1)
        let folder = try #require(files.first.map { URL(filePath: $0).deletingLastPathComponent().path })
        let permissions = try FileManager.default.attributesOfItem(atPath: folder)[.posixPermissions] as? Int
        #expect(permissions == 0o700)
    }
}
