import Foundation

/// scikit-learn and isotree, measured by Benchmarks/forest/peers.py in a process of its own.
struct ForestPeers {
    private static let checkout = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let python = checkout.appending(path: ".venv-bench/bin/python")

    let data: URL
    /// By peer and task: the medians of the runs so far, in seconds.
    private var medians: [String: [String: [Double]]] = [:]

    /// - Parameter data: The rows, as `ForestRows.write` writes them.
    init(data: URL) throws {
        guard FileManager.default.isExecutableFile(atPath: Self.python.path) else {
            throw BenchError(
                "\(Self.python.path) is missing, with which the forest's peers are measured; `make bench` makes it.")
        }
        self.data = data
    }

    mutating func measure() throws {
        let process = Process()
        process.executableURL = Self.python
        process.arguments = [
            Self.checkout.appending(path: "Benchmarks/forest/peers.py").path, "time", data.path,
            "--rows", "\(ForestRows.count)", "--columns", "\(ForestRows.columns)",
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let report = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchError("Benchmarks/forest/peers.py failed with code \(process.terminationStatus); see above.")
        }
        for (peer, tasks) in try JSONDecoder().decode(Report.self, from: report).peers {
            for (task, time) in tasks { medians[peer, default: [:]][task, default: []].append(time.median) }
        }
    }

    /// The median of all runs, in seconds.
    func seconds(_ peer: String, _ task: String) throws -> Double {
        guard let times = medians[peer]?[task] else {
            throw BenchError("Benchmarks/forest/peers.py did not measure '\(task)' of \(peer).")
        }
        return times.sorted().percentile(0.5)
    }

    private struct Report: Decodable {
        struct Time: Decodable {
            var median: Double
        }

        var peers: [String: [String: Time]]
    }
}
