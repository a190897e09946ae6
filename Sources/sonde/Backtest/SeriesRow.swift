import SondeCore

/// One row of a series: a probe as it was recorded, or a value at a time.
struct SeriesRow: Equatable, Sendable {
    /// The time as the file gives it.
    var timestampText = ""
    var time = Timestamp(microseconds: 0)
    /// Nil where the file has no such column or the field is empty.
    var apiName: String?
    /// The response time in milliseconds, or any value; nil where it is missing.
    var value: Double?
    var success: Bool?
    var statusCode: Int?
    /// In bytes.
    var responseSize: Int?
    var errorMessage: String?
    var phases = Phases()

    /// Where the response time went, in milliseconds; nil where it is not said.
    struct Phases: Equatable, Sendable {
        var dns: Double?
        var connect: Double?
        var tls: Double?
        var ttfb: Double?
        var transfer: Double?
    }
}
