import Foundation
import SondeCore

/// One made-up API: its probes, 15 s apart, and the faults in them.
struct ProbeHistory: Sendable {
    /// A stretch of probes that is not normal.
    struct LabelledFault: Sendable {
        var kind: String
        /// Probes from the first to one past the last.
        var probes: Range<Int>
    }

    static let interval: Duration = .seconds(15)
    /// A Monday.
    private static let start = Timestamp(microseconds: 1_772_409_600_000_000)

    let name: String
    let faults: [LabelledFault]
    let count: Int
    private let latencies: [Double]
    private let successes: [UInt8]
    private let sizes: [Double]
    /// Milliseconds of DNS, connect, TLS and transfer of each probe; empty where only the whole is known.
    private let phases: [[Double]]

    /// Reads a file that make_sets.py wrote; see there for its form.
    init(_ file: URL, kinds: [String]) throws {
        name = file.deletingPathExtension().lastPathComponent
        let data = try Data(contentsOf: file)
        var reader = BinaryReader(data)
        let count = try reader.integers(1)[0]
        self.count = count
        latencies = try reader.numbers(count)
        successes = try reader.bytes(count)
        sizes = try reader.numbers(count)
        let faults = try reader.integers(1)[0]
        self.faults = try (0..<faults).map { _ in
            let fields = try reader.integers(3)
            return LabelledFault(kind: kinds[fields[0]], probes: fields[1]..<fields[2])
        }
        phases = try reader.isAtEnd ? [] : (0..<4).map { _ in try reader.numbers(count) }
    }

    var hasPhases: Bool { !phases.isEmpty }

    static func time(of probe: Int) -> Timestamp { start.advanced(by: interval * probe) }

    /// As a prober would have told it. A failed probe had no answer or a 503, by turns, as the generator's CSV has it.
    ///
    /// - Parameter withPhases: Whether the phases are told, where they are known.
    func result(of probe: Int, withPhases: Bool = true) -> ProbeResult {
        var result = ProbeResult(endpoint: name, timestamp: Self.time(of: probe))
        let isAnswered = successes[probe] != 0 || probe % 3 != 0
        if isAnswered {
            result.responseTime = .microseconds(Int64((latencies[probe] * 1000).rounded()))
            result.statusCode = successes[probe] != 0 ? 200 : 503
            result.responseSize = successes[probe] != 0 ? Int(sizes[probe]) : 120
            if withPhases, hasPhases { result.phases = phases(of: probe) }
        }
        if successes[probe] == 0 {
            result.failure =
                isAnswered
                ? ProbeFailure(.unexpectedStatus, "[STATUS] == 200 failed: 503")
                : ProbeFailure(.timeout, "Timed out after 5 s.")
        }
        return result
    }
}

extension ProbeHistory {
    private func phases(of probe: Int) -> PhaseTimings {
        let parts = phases.map { $0[probe] }
        let firstByte = latencies[probe] - parts.reduce(0, +)
        let times = (parts + [firstByte]).map { Duration.microseconds(Int64(($0 * 1000).rounded())) }
        return PhaseTimings(dns: times[0], connect: times[1], tls: times[2], ttfb: times[4], transfer: times[3])
    }
}

/// Reads little-endian numbers one after the other.
private struct BinaryReader {
    private let data: Data
    private var position = 0

    init(_ data: Data) { self.data = data }

    var isAtEnd: Bool { position == data.count }

    mutating func integers(_ count: Int) throws -> [Int] { try values(count, as: Int64.self).map(Int.init) }

    mutating func numbers(_ count: Int) throws -> [Double] { try values(count, as: Double.self) }

    mutating func bytes(_ count: Int) throws -> [UInt8] { try values(count, as: UInt8.self) }

    private mutating func values<Value: BitwiseCopyable>(_ count: Int, as type: Value.Type) throws -> [Value] {
        let size = MemoryLayout<Value>.size
        guard count >= 0, position + count * size <= data.count else { throw CocoaError(.fileReadCorruptFile) }
        defer { position += count * size }
        return data.withUnsafeBytes { bytes in
            (0..<count).map { bytes.loadUnaligned(fromByteOffset: position + $0 * size, as: type) }
        }
    }
}
