import Foundation

/// Certificates for tests, made with the `openssl` command line tool once per process in a temporary folder that is
/// removed at exit.
///
/// The first use takes some tens of milliseconds and blocks; concurrent ones wait for it. All of them throw
/// `TestSupportError` when openssl is missing or fails.
package enum TestCertificates {
    /// The test authority's certificate in PEM, for a client's list of trusted roots.
    package static var caFile: String {
        get throws { try folder.get().file("ca.pem") }
    }

    /// A client certificate in PEM with the common name `sonde-test-client`, signed by the test authority.
    package static var clientCertificateFile: String {
        get throws { try folder.get().file("client.pem") }
    }

    /// The private key of the client certificate, in PEM.
    package static var clientKeyFile: String {
        get throws { try folder.get().file("client.key") }
    }

    /// The certificate of a server identity in PEM.
    package static func certificateFile(of identity: TLSIdentity) throws -> String {
        try folder.get().file("\(identity.rawValue).pem")
    }

    /// The private key of a server identity in PEM.
    package static func keyFile(of identity: TLSIdentity) throws -> String {
        try folder.get().file("\(identity.rawValue).key")
    }

    private static let folder: Result<CertificateFolder, any Error> = Result {
        let folder = try CertificateFolder.create()
        atexit { try? TestCertificates.folder.get().remove() }
        return folder
    }
}
