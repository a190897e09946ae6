import CCurl
import Foundation
import Glibc
import SondeCore
import SondeSQLite

/// From the start of the program to the first probe at the server, with 10,000 endpoints in the configuration.
struct StartupBenchmark {
    private static let endpoints = 10_000
    private static let runs = 5

    func run() async throws -> [Figure] {
        let binary = try SondeBinary.find()
        var figures: [Figure] = []
        for isLearned in [false, true] {
            var seconds: [Double] = []
            for _ in 0..<Self.runs { seconds.append(try await firstProbe(binary, isLearned: isLearned)) }
            figures.append(
                Figure(
                    benchmark: "startup",
                    name: "start to first probe, 10,000 endpoints" + (isLearned ? " that have learned" : ""),
                    value: seconds.sorted()[Self.runs / 2], unit: "s", bar: .atMost(1)))
        }
        return figures
    }

    private func firstProbe(_ binary: URL, isLearned: Bool) async throws -> Double {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sonde-startup-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let listener = try FirstConnection()
        let file = folder.appendingPathComponent("sonde.yaml")
        try configuration(port: listener.port).write(to: file, atomically: true, encoding: .utf8)
        if isLearned {
            let store = try SQLiteStore(path: folder.appendingPathComponent("start.db").path)
            try await LearnedStore.fill(store, configuration: file.path)
            try await store.close()
        }
        let process = Process()
        process.executableURL = binary
        process.arguments = ["run", "--config", file.path]
        process.standardOutput = FileHandle.nullDevice
        let start = ContinuousClock.now
        try process.run()
        let seconds = try listener.wait(since: start)
        process.terminate()
        process.waitUntilExit()
        return seconds
    }

    private func configuration(port: Int) -> String {
        var text = "web: {enabled: false}\nstore: {url: \"sqlite:start.db\"}\nendpoints:\n"
        for number in 0..<Self.endpoints {
            text += """
                  - name: endpoint-\(number)
                    group: group-\(number % 40)
                    url: http://127.0.0.1:\(port)/endpoints/\(number)
                    conditions: ["[STATUS] == 200", "[RESPONSE_TIME] < 500"]

                """
        }
        return text
    }
}

/// Waits for the first connection to a port of its own.
private struct FirstConnection {
    let port: Int
    private let listener: Int32

    init() throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listener
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 16) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isListening else { throw BenchError("The benchmark cannot listen on loopback.") }
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    func wait(since start: ContinuousClock.Instant) throws -> Double {
        defer { close(listener) }
        var poll = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
        guard Glibc.poll(&poll, 1, 30_000) == 1 else { throw BenchError("Sonde sent no probe within 30 s.") }
        return start.duration(to: .now).inSeconds
    }
}
