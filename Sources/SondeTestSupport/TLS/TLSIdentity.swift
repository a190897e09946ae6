/// The certificate a test server shows. Their keys are made when first used and never stored in the repository.
package enum TLSIdentity: String, Sendable, CaseIterable {
    /// For localhost and 127.0.0.1, signed by the test authority; ends 90 days after it was made.
    case valid
    /// As `valid`, but it ended on 2021-01-01.
    case expired
    /// For localhost and 127.0.0.1, signed by itself.
    case selfSigned
    /// For other.example, signed by the test authority.
    case wrongHost
}
