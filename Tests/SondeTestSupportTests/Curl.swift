import Foundation
import Testing

/// The `curl` command line tool as an independent client.
struct Curl: Sendable {
    var exitCode: Int32
    /// The body; with `-i` or `-I` the head as well.
    var text: String
    /// What curl measured of the last transfer.
    var report: Report

    struct Report: Decodable {
        var httpCode: Int
        var errormsg: String?
        var numRedirects: Int
        var sizeDownload: Int
        var sizeHeader: Int
        var timeAppconnect: Double
        var timeStarttransfer: Double
        var timeTotal: Double
    }

    /// Runs curl to its end; after 20 seconds it gives up.
    static func run(_ arguments: String..., options: [String] = []) async throws -> Curl {
        // Without -S nothing but the report goes to the standard error.
        let fixed = ["curl", "-q", "-s", "--noproxy", "", "--max-time", "20", "-w", "%{stderr}%{json}\n"]
        let command = try await Command.run(fixed + options + arguments)
        let report = try #require(command.errors.split(separator: UInt8(ascii: "\n")).last)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return Curl(
            exitCode: command.exitCode, text: command.text, report: try decoder.decode(Report.self, from: report))
    }
}
