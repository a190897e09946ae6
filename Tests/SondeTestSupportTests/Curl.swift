import Foundation

/// The `curl` command line tool as an independent client.
struct Curl: Sendable {
    var exitCode: Int32
    /// The body; with `-i` the heads before it.
    var output: Data
    /// What curl measured of the last transfer.
    var report: Report

    var text: String { String(decoding: output, as: UTF8.self) }

    struct Report: Decodable {
        var httpCode: Int
        var errormsg: String?
        var numConnects: Int
        var numRedirects: Int
        var sizeDownload: Int
        var sizeHeader: Int
        var timeAppconnect: Double
        var timeConnect: Double
        var timeStarttransfer: Double
        var timeTotal: Double
    }

    struct NotFound: Error {}

    /// Runs curl to its end on a thread of its own.
    static func run(_ arguments: String..., options: [String] = []) async throws -> Curl {
        let arguments = options + arguments
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try runBlocking(arguments) })
            }
        }
    }

    private static func runBlocking(_ arguments: [String]) throws -> Curl {
        let (process, output, report) = (Process(), Pipe(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        // Without -S nothing but the report goes to the standard error.
        process.arguments = ["curl", "-q", "-s", "--noproxy", "", "-w", "%{stderr}%{json}\n"] + arguments
        process.standardOutput = output
        process.standardError = report
        try process.run()
        let body = output.fileHandleForReading.readDataToEndOfFile()
        let lines = report.fileHandleForReading.readDataToEndOfFile().split(separator: UInt8(ascii: "\n"))
        process.waitUntilExit()
        guard let last = lines.last else { throw NotFound() }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return Curl(
            exitCode: process.terminationStatus, output: body, report: try decoder.decode(Report.self, from: last))
    }
}
