package import SondeCore

/// What every `Store` must do, as checks that any implementation's tests run one by one.
///
/// ```swift
/// @Test(arguments: StoreConformance.all)
/// func conforms(_ check: StoreConformance) async throws { try await check.run(makeEmptyStore()) }
/// ```
package struct StoreConformance: Sendable, CustomStringConvertible {
    package let name: String
    /// Takes a new, empty store; throws `ConformanceFailure` or what the store throws.
    package let run: @Sendable (any Store) async throws -> Void

    package var description: String { name }

    package static let all: [StoreConformance] =
        results + retries + aggregates + rollups + incidents + retention + alerts + alertQueries + alertRetention
}

/// What a check found instead of what it expected.
package struct ConformanceFailure: Error, CustomStringConvertible {
    package let description: String
}

/// Throws unless both are equal.
func expect<Value: Equatable>(_ found: Value, is expected: Value, _ what: String) throws {
    guard found == expected else {
        throw ConformanceFailure(description: "\(what): expected \(expected), found \(found)")
    }
}

extension StoreConformance {
    static let start = Timestamp(microseconds: 1_767_571_200_000_000)

    static func time(_ seconds: Int) -> Timestamp { start.advanced(by: .seconds(seconds)) }

    static let always = Timestamp(microseconds: 0)..<Timestamp(microseconds: Int64.max / 2)

    /// A successful result with every field set that a store keeps.
    static func result(_ endpoint: String, _ seconds: Int, milliseconds: Int = 120) -> ProbeResult {
        ProbeResult(
            endpoint: endpoint, timestamp: time(seconds), responseTime: .milliseconds(milliseconds),
            phases: PhaseTimings(
                dns: .microseconds(1500), connect: .milliseconds(10), tls: .milliseconds(20),
                ttfb: .milliseconds(milliseconds - 32), transfer: .microseconds(500)),
            statusCode: 200, responseSize: 4321)
    }

    static func failure(_ endpoint: String, _ seconds: Int) -> ProbeResult {
        ProbeResult(
            endpoint: endpoint, timestamp: time(seconds), phases: PhaseTimings(dns: .microseconds(900)),
            failure: ProbeFailure(.refused, "Connection refused by 127.0.0.1:1."))
    }

    static func incident(_ endpoint: String, opened: Int, closed: Int? = nil) -> Incident {
        Incident(
            id: "\(endpoint)-\(opened)", endpoint: endpoint, kind: .failure, severity: .critical,
            openedAt: time(opened), closedAt: closed.map(time), reason: "3 probes in a row failed.")
    }

    static func anomaly(_ endpoint: String, _ seconds: Int) -> Anomaly {
        Anomaly(
            endpoint: endpoint, timestamp: time(seconds), responseTime: .milliseconds(900), score: -0.125,
            surprise: 2.5, severity: .high, reasons: ["slow", "and \"odd\" <b>"])
    }
}
