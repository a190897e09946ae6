import NIOCore
import NIOSSL

/// The server side of TLS with one identity.
struct TransportSecurity: Sendable {
    private let context: NIOSSLContext

    init(identity: TLSIdentity, requireClientCertificate: Bool) throws {
        let chain = try NIOSSLCertificate.fromPEMFile(TestCertificates.certificateFile(of: identity))
        let key = try NIOSSLPrivateKey(file: TestCertificates.keyFile(of: identity), format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        if requireClientCertificate {
            configuration.certificateVerification = .noHostnameVerification
            configuration.trustRoots = .file(try TestCertificates.caFile)
        }
        context = try NIOSSLContext(configuration: configuration)
    }

    /// Adds TLS to a new connection; on its event loop.
    func addHandler(to channel: any Channel) throws {
        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
    }
}

/// The last common name in a certificate: the subject's, which DER puts after the issuer's.
func commonName(of certificate: NIOSSLCertificate) -> String? {
    // Object identifier 2.5.4.3 with its tag and length.
    let identifier: [UInt8] = [0x06, 0x03, 0x55, 0x04, 0x03]
    guard let bytes = try? certificate.toDERBytes(),
        let start = bytes.indices.last(where: { bytes[$0...].starts(with: identifier) })
    else { return nil }
    // A string follows: tag, length below 128, text.
    let value = bytes[(start + identifier.count)...].dropFirst()
    guard let length = value.first, value.count > Int(length) else { return nil }
    return String(decoding: value.dropFirst().prefix(Int(length)), as: UTF8.self)
}
