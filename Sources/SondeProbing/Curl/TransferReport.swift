import CCurl
import SondeCore

/// What libcurl says of one finished request, as plain values: everything that is judged later is judged from this.
struct TransferReport: Sendable {
    var code: CURLcode
    /// libcurl's own words for a failure; empty when it had none.
    var detail: String
    /// `errno` of the failed connect, 0 otherwise.
    var osError: Int32
    /// OpenSSL's verification result (X509_V_ERR_...), 0 when the certificate was accepted or never seen.
    var certificateFault: Int
    /// When the request began.
    var startedAt: Timestamp
    /// Microseconds from the beginning of the request to the end of each phase; 0 where it was not reached.
    var times: Times
    var newConnections: Int
    /// 0 when no status line came.
    var status: Int
    var httpVersion: Int
    var remoteAddress: String?
    var redirectURL: String?
    var headers: [(name: String, value: String)]
    /// True when the empty line after the final headers was received.
    var headersComplete: Bool
    var body: [UInt8]
    var bodySize: Int
    /// The transfer was ended because a limit was passed.
    var limit: Limit?
    /// `Expire date` of the server's own certificate, as OpenSSL prints it.
    var certificateExpiry: String?

    struct Times: Sendable, Equatable {
        var nameLookup: Int64 = 0
        var connect: Int64 = 0
        var appConnect: Int64 = 0
        var startTransfer: Int64 = 0
        var total: Int64 = 0
    }

    enum Limit: Sendable {
        case body
        case headers
        case stopped
    }

    /// libcurl calls an answer that ends in the middle of its headers a success.
    var isComplete: Bool { code == CURLE_OK && headersComplete }

    /// Whether an answer began on a connection of an earlier request.
    var usesKeptConnection: Bool { newConnections == 0 && times.startTransfer > 0 }
}
