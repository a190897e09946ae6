import SondeCore
import SondeTestSupport
import Testing

@testable import SondeSQLite

@Suite struct SpoolCodingTests {
    private static let full = WriteBatch(
        results: [
            SpoolSamples.result(), SpoolSamples.result("invoices", 15),
            ProbeResult(
                endpoint: "orders", timestamp: SpoolSamples.time(15), phases: PhaseTimings(dns: .microseconds(900)),
                failure: ProbeFailure(.refused, "")),
            ProbeResult(endpoint: "", timestamp: SpoolSamples.time(-90), responseTime: .zero, statusCode: 0),
        ],
        anomalies: [
            SpoolSamples.anomaly(),
            Anomaly(
                endpoint: "x", timestamp: SpoolSamples.time(1), responseTime: nil, score: .infinity, surprise: nil,
                severity: nil, reasons: []),
        ],
        incidents: [
            SpoolSamples.incident(), SpoolSamples.incident("a-2", "invoices", closed: 10, excused: 20),
            Incident(
                id: "a-3", endpoint: "x", kind: .failure, severity: .medium, openedAt: SpoolSamples.time(3), reason: ""),
        ],
        timeline: [TimelineEntry(incident: "a-1", at: SpoolSamples.time(0), kind: .note, text: "on it", author: "Ada")],
        incidentStates: ["orders": SpoolSamples.state, "invoices": nil, "x": IncidentState()])

    @Test(arguments: [full, WriteBatch(), SpoolSamples.results(0..<3), StoreConformance.everyAlert])
    func everyFieldThatAStoreKeepsComesBack(batch: WriteBatch) throws {
        #expect(try WriteBatch(spoolBytes: batch.spoolBytes) == batch)
    }

    @Test(arguments: [Int64.min, -1, 0, 1, .max])
    func extremesComeBack(number: Int64) throws {
        var result = SpoolSamples.result()
        result.timestamp = Timestamp(microseconds: number)
        result.responseTime = .microseconds(number / 1_000_000)
        result.responseSize = Int(number)
        result.statusCode = Int(number)
        let batch = WriteBatch(results: [result, SpoolSamples.result(), result])
        #expect(try WriteBatch(spoolBytes: batch.spoolBytes) == batch)
    }

    /// What a store does not keep is not carried to it.
    @Test func whatNoStoreKeepsIsLeftOut() throws {
        var result = SpoolSamples.result()
        result.scheduleLag = .seconds(1)
        result.conditions = [ConditionOutcome(condition: "[STATUS] < 300", held: false, resolved: "503")]
        result.remoteAddress = "127.0.0.1"
        let found = try WriteBatch(spoolBytes: WriteBatch(results: [result]).spoolBytes)
        #expect(found == WriteBatch(results: [SpoolSamples.result()]))
    }

    @Test func anyDamageIsNoticed() throws {
        let bytes = Self.full.spoolBytes
        for index in bytes.indices {
            for bit in 0..<8 {
                var damaged = bytes
                damaged[index] ^= 1 << UInt8(bit)
                #expect(throws: DamagedBytes.self) { try WriteBatch(spoolBytes: damaged) }
            }
        }
        for length in 0..<bytes.count {
            #expect(throws: DamagedBytes.self) { try WriteBatch(spoolBytes: Array(bytes.prefix(length))) }
        }
    }

    /// Behind the checksum nothing may crash either.
    @Test func bytesOfAnyKindAreRead() {
        var generator = SystemRandomNumberGenerator()
        for length in 0..<2000 {
            let bytes = (0..<length % 64).map { _ in UInt8.random(in: 0...255, using: &generator) }
            var decoder = SpoolDecoder(bytes[...])
            _ = try? ProbeResult(from: &decoder)
            _ = try? Anomaly(from: &decoder)
            decoder = SpoolDecoder(bytes[...])
            _ = try? Incident(from: &decoder, form: .withAlerts)
            decoder = SpoolDecoder(bytes[...])
            _ = try? Notice(from: &decoder)
            _ = try? TimelineEntry(from: &decoder)
            decoder = SpoolDecoder(bytes[...])
            _ = try? Silence(from: &decoder)
            decoder = SpoolDecoder(bytes[...])
            _ = try? decoder.array { decoder throws(DamagedBytes) in try decoder.text() }
        }
    }

    /// A fleet writes batches of a fifth of a second: 133 probes of as many endpoints.
    @Test func aResultOfAFleetTakesFewBytes() {
        let results = (0..<133).map { number in
            var result = SpoolSamples.result("payments-service-\(number)-eu-central", number % 2)
            result.failure = nil
            return result
        }
        let bytes = WriteBatch(results: results).spoolBytes.count
        #expect(bytes / results.count <= 64, "\(Double(bytes) / Double(results.count)) bytes a result")
    }
}
