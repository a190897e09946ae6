import SondeCore
import Synchronization

/// When the certificates behind kept connections expire: libcurl tells it only of the handshake, and a probe on a
/// connection that is used again has none.
final class CertificateMemory: Sendable {
    private let expiries = Mutex<[String: String]>([:])

    /// The expiry for a probe of `url`: the one of its own handshake, else that of the last one with the same origin.
    func expiry(_ report: TransferReport, url: String) -> String? {
        guard let origin = HopSequence.origin(of: url) else { return report.certificateExpiry }
        return expiries.withLock { expiries in
            if let expiry = report.certificateExpiry {
                expiries[origin] = expiry
                return expiry
            }
            return report.usesKeptConnection ? expiries[origin] : nil
        }
    }
}
