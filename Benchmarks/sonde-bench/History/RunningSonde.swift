import Foundation
import SondeTestSupport

/// `sonde run` on a configuration of its own, and a client that asks it one thing after the other.
final class RunningSonde {
    /// The configuration file.
    let configuration: String
    private let folder: ScratchFolder
    private let address: String
    private let client = KeptConnection()
    private let process = Process()

    convenience init(endpoints: Int, target: String, store: String) throws {
        var text = "endpoints:\n"
        for number in 1...endpoints {
            text += "  - {name: \(MadeFleet.name(number)), group: group-\(number % 40), url: \"\(target)\"}\n"
        }
        try self.init(store: store, text)
    }

    /// - Parameter text: What the configuration says beside `web` and `store`.
    init(store: String, _ text: String) throws {
        folder = try ScratchFolder()
        configuration = folder.path("sonde.yaml")
        // Free a moment later: nobody else takes a port that was just given out.
        address = "127.0.0.1:\(try RefusingPort().port)"
        let whole = "web: {listen: \"\(address)\"}\nstore: {url: \"\(store)\"}\n" + text
        try whole.write(toFile: configuration, atomically: true, encoding: .utf8)
    }

    func start() throws {
        process.executableURL = try SondeBinary.find()
        process.arguments = ["run", "--config", configuration]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
    }

    func stop() {
        if process.isRunning {
            process.terminate()
            process.waitUntilExit()
        }
        folder.remove()
    }

    /// Returns when it is ready and has made so many probes.
    func wait(forProbes count: Int) async throws {
        let deadline = ContinuousClock.now + .seconds(300)
        while ContinuousClock.now < deadline, process.isRunning {
            if let status = try? status(), status.probes >= count {
                guard status.troubles.isEmpty else { throw BenchError("Sonde reports: \(status.troubles[0])") }
                return
            }
            try await Task.sleep(for: .seconds(1))
        }
        throw BenchError(
            process.isRunning ? "Sonde did not make \(count) probes within 5 min." : "Sonde ended by itself; see above."
        )
    }

    func status() throws -> Status {
        try JSONDecoder().decode(Status.self, from: get("/api/v1/status").body)
    }

    struct Status: Decodable {
        var probes: Int
        var troubles: [String]
    }

    func get(_ path: String) throws -> KeptConnection.Answer { try client.get("http://\(address)\(path)") }
}
