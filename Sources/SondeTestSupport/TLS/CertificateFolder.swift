import Foundation

/// A temporary folder with a certificate authority and what it signed.
struct CertificateFolder: Sendable {
    private let path: String

    func file(_ name: String) -> String { "\(path)/\(name)" }

    func remove() throws {
        try FileManager.default.removeItem(atPath: path)
    }

    /// Makes the folder and every certificate in it.
    static func create() throws -> CertificateFolder {
        let temporary = FileManager.default.temporaryDirectory.path
        let folder = CertificateFolder(path: "\(temporary)/sonde-certificates-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(
                atPath: folder.path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try Data().write(to: URL(filePath: folder.file("index.txt")))
            try Data(folder.configuration.utf8).write(to: URL(filePath: folder.file("openssl.cnf")))
        } catch {
            throw TestSupportError.file(path: folder.path, reason: "\(error)")
        }
        do {
            try folder.fill(using: CommandLineTool(named: "openssl"))
        } catch {
            try? folder.remove()
            throw error
        }
        return folder
    }

    private func fill(using openssl: CommandLineTool) throws {
        try makeSelfSigned("ca", subject: "Sonde test authority", extensions: "authority", openssl)
        try makeSelfSigned(TLSIdentity.selfSigned.rawValue, subject: "localhost", extensions: "loopback", openssl)
        try issue(TLSIdentity.valid.rawValue, subject: "localhost", extensions: "loopback", ["-days", "90"], openssl)
        let past = ["-startdate", "20200101000000Z", "-enddate", "20210101000000Z"]
        try issue(TLSIdentity.expired.rawValue, subject: "localhost", extensions: "loopback", past, openssl)
        try issue(
            TLSIdentity.wrongHost.rawValue, subject: "other.example", extensions: "other", ["-days", "90"], openssl)
        try issue("client", subject: "sonde-test-client", extensions: "client", ["-days", "90"], openssl)
    }

    private func makeSelfSigned(
        _ name: String, subject: String, extensions: String, _ openssl: CommandLineTool
    ) throws {
        try openssl.run(
            ["req", "-x509", "-days", "90", "-extensions", extensions, "-out", file("\(name).pem")]
                + newKey(name, subject: subject))
    }

    /// Has the authority sign a new key. `openssl ca` is the one command of OpenSSL 3.0 that takes dates in the past.
    private func issue(
        _ name: String, subject: String, extensions: String, _ validity: [String], _ openssl: CommandLineTool
    ) throws {
        let request = file("\(name).csr")
        try openssl.run(["req", "-new", "-out", request] + newKey(name, subject: subject))
        try openssl.run(
            ["ca", "-batch", "-notext", "-config", file("openssl.cnf"), "-extensions", extensions]
                + ["-in", request, "-out", file("\(name).pem")] + validity)
    }

    private func newKey(_ name: String, subject: String) -> [String] {
        ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", file("\(name).key")]
            + ["-subj", "/CN=\(subject)", "-config", file("openssl.cnf")]
    }

    private var configuration: String {
        """
        [req]
        distinguished_name = name
        [name]
        [ca]
        default_ca = folder
        [folder]
        database = \(file("index.txt"))
        new_certs_dir = \(path)
        certificate = \(file("ca.pem"))
        private_key = \(file("ca.key"))
        default_md = sha256
        rand_serial = yes
        unique_subject = no
        policy = any
        [any]
        commonName = supplied
        [authority]
        basicConstraints = critical,CA:TRUE
        keyUsage = critical,keyCertSign,cRLSign
        subjectKeyIdentifier = hash
        [loopback]
        basicConstraints = CA:FALSE
        extendedKeyUsage = serverAuth
        subjectAltName = DNS:localhost,IP:127.0.0.1
        [other]
        basicConstraints = CA:FALSE
        extendedKeyUsage = serverAuth
        subjectAltName = DNS:other.example
        [client]
        basicConstraints = CA:FALSE
        extendedKeyUsage = clientAuth
        """ + "\n"
    }
}
