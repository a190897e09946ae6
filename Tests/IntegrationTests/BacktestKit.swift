import Foundation
import Testing

/// Records of the past that are made up, the same each time, and `sonde backtest` run on them.
struct BacktestKit {
    /// Rows of probes that fail.
    static let outage = 800..<830
    /// Rows of values that lie far beyond.
    static let spike = 700..<705

    let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    // MARK: Records

    /// A number about 100 each minute, with a spike; the header first, each line without its end.
    static func values(_ count: Int = 1000) -> [String] {
        var numbers = Numbers()
        return ["timestamp,value"]
            + (0..<count).map { index in
                let value = Double.random(in: 95...105, using: &numbers) * (spike.contains(index) ? 9 : 1)
                return "\(time(60 * index)),\(rounded(value))"
            }
    }

    /// A probe each 15 s that takes about 100 ms, with an outage.
    static func probes(_ count: Int = 1000, of name: String = "orders") -> [String] {
        var numbers = Numbers()
        return ["timestamp,api_name,response_time_ms,success,status_code,error_message"]
            + (0..<count).map { index in
                let value = rounded(Double.random(in: 95...105, using: &numbers))
                return outage.contains(index)
                    ? "\(time(15 * index)),\(name),,false,,\"Connection refused, twice.\""
                    : "\(time(15 * index)),\(name),\(value),true,200,"
            }
    }

    /// Probes each 15 s of about 100 ms, some far longer, with spells of three minutes that are slower each time.
    static func slowerAndSlower(_ count: Int = 6000) -> [String] {
        var numbers = Numbers()
        return ["timestamp,response_time_ms"]
            + (0..<count).map { index in
                // A normal distribution (Box and Muller, 1958).
                let radius = (-2 * log(Double.random(in: Double.ulpOfOne..<1, using: &numbers))).squareRoot()
                let normal = radius * cos(2 * Double.pi * Double.random(in: 0..<1, using: &numbers))
                let isSlow = index >= 600 && (index - 600) % 400 < 12
                let factor = isSlow ? 1.3 + 0.3 * Double((index - 600) / 400) : 1
                return "\(time(15 * index)),\(rounded(100 * exp(0.4 * normal) * factor))"
            }
    }

    /// Zeros each minute, among which single ones stand alone.
    static func isolatedOnes(_ count: Int = 3000) -> [String] {
        ["timestamp,value"] + (0..<count).map { "\(time(60 * $0)),\($0 % 197 == 100 ? 1 : 0)" }
    }

    /// Probes of which 1 in 200 fails, never two in a row.
    static func isolatedFailures(_ count: Int = 4000) -> [String] {
        var numbers = Numbers()
        return ["timestamp,response_time_ms,success"]
            + (0..<count).map { index in
                let value = rounded(Double.random(in: 95...105, using: &numbers))
                return "\(time(15 * index)),\(index % 200 == 150 ? ",false" : "\(value),true")"
            }
    }

    /// Seconds after 2026-01-05T00:00:00Z.
    static func time(_ seconds: Int) -> String {
        let day = seconds / 86_400 + 5
        let parts = [day, seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "2026-01-\(parts[0])T\(parts[1]):\(parts[2]):\(parts[3])Z"
    }

    private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

    /// Reproducible random numbers (Steele, Lea and Flood, 2014).
    private struct Numbers: RandomNumberGenerator {
        private var state: UInt64 = 42

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
            return mixed ^ (mixed >> 31)
        }
    }

    // MARK: Files

    func write(_ lines: [String], to name: String) throws {
        let url = folder.url.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try folder.write(lines.map { $0 + "\n" }.joined(), to: name)
    }

    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: folder.url.appendingPathComponent(name)), as: UTF8.self)
    }

    func lines(_ name: String) throws -> [String] { try text(name).split(separator: "\n").map(String.init) }

    /// The files of the folder and of those within it, by their paths; hidden ones too.
    func files() throws -> Set<String> {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.url.path)
        var isFolder: ObjCBool = false
        return Set(
            paths.filter {
                FileManager.default.fileExists(atPath: folder.path($0), isDirectory: &isFolder) && !isFolder.boolValue
            })
    }

    /// The pages of a file of them, in its order.
    func pages(_ name: String) throws -> [Page] {
        try lines(name).map { try Page($0) }
    }

    /// One line of a file of pages.
    struct Page {
        let keys: Set<String>
        let apiName: String
        let openedAt: String
        let closedAt: String?
        let severity: String
        let kind: String
        let reasons: [String]

        init(_ line: String) throws {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            keys = Set(object.keys)
            apiName = try #require(object["api_name"] as? String)
            openedAt = try #require(object["opened_at"] as? String)
            closedAt = object["closed_at"] as? String
            severity = try #require(object["severity"] as? String)
            kind = try #require(object["kind"] as? String)
            reasons = try #require(object["reasons"] as? [String])
        }
    }

    // MARK: The command

    func sonde(_ arguments: String...) async throws -> SondeProcess.Ended {
        try await sonde(arguments)
    }

    func sonde(_ arguments: [String]) async throws -> SondeProcess.Ended {
        await (try SondeProcess(["backtest"] + arguments, in: folder.url)).ended()
    }

    /// Runs a line of shell in which `$SONDE` is the binary.
    @discardableResult
    func shell(_ line: String) async throws -> SondeProcess.Ended {
        let binary = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("sonde").path
        let process = try SpawnedProcess(
            "/bin/sh", ["-c", "(\(line)) > shell.out 2> shell.err"], folder: folder.url.path,
            environment: ["PATH": "/usr/bin:/bin", "SONDE": binary])
        defer {
            close(process.output)
            close(process.errors)
        }
        let exitCode = await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: process.wait()) }
        }
        defer {
            for name in ["shell.out", "shell.err"] { try? FileManager.default.removeItem(atPath: folder.path(name)) }
        }
        return SondeProcess.Ended(exitCode: exitCode, output: try text("shell.out"), errors: try text("shell.err"))
    }

    /// The row of the table that tells of an API.
    struct Told {
        let rows: Int
        let marks: Int
        let pages: Int

        init(_ name: String, _ output: String) throws {
            let line = try #require(
                output.split(separator: "\n").first { $0.hasPrefix(name + " ") }, "no \(name) in \(output)")
            // Rows, days, marks, pages.
            let cells = line.dropFirst(name.count).split(separator: " ")
            try #require(cells.count > 3, "\(line)")
            rows = try #require(Int(cells[0]))
            marks = try #require(Int(cells[2]))
            pages = try #require(Int(cells[3]))
        }
    }
}
