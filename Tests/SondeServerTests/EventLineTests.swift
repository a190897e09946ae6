import Foundation
import SondeCore
import Testing

@testable import SondeServer

@Suite struct EventLineTests {
    private let time = Timestamp(microseconds: 1_772_359_440_000_000)

    private func line(_ event: LiveEvent) throws -> EventLine {
        try #require(EventLine(event, isVerbose: true, now: time))
    }

    private func json(_ fields: [String: EventLine.Field]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(fields), as: UTF8.self)
    }

    @Test func aProbeCarriesNumbersAndFlags() throws {
        let result = ProbeResult(
            endpoint: "orders", timestamp: time, responseTime: .microseconds(12_345), statusCode: 200)
        let line = try line(.probed(result, Verdict(score: -0.125), .up))
        #expect(
            try json(line.fields)
                == #"{"response_time_ms":12.345,"score":-0.125,"status_code":200,"success":true}"#)
    }

    @Test func whatThereIsNotHasNoField() throws {
        let failure = ProbeFailure(.refused, "Connection refused by orders:80.")
        let result = ProbeResult(endpoint: "orders", timestamp: time, failure: failure)
        #expect(try json(try line(.probed(result, Verdict(), .down)).fields) == #"{"success":false}"#)
    }

    @Test func anAnomaly() throws {
        let anomaly = Anomaly(
            endpoint: "orders", timestamp: time, responseTime: .milliseconds(118), score: -0.25, surprise: nil,
            severity: .critical, reasons: ["slow", "first byte"])
        #expect(
            try json(try line(.anomaly(anomaly)).fields)
                == #"{"reasons":"slow; first byte","response_time_ms":118,"score":-0.25,"severity":"critical"}"#)
    }

    @Test func anIncident() throws {
        var incident = Incident(
            id: "a-1", endpoint: "orders", kind: .failure, severity: .high, openedAt: time, reason: "3 probes failed")
        let open = #""incident_id":"a-1","kind":"failure","opened_at":"2026-03-01T10:04:00.000Z","#
        let rest = #""reason":"3 probes failed","severity":"high"}"#
        #expect(try json(try line(.opened(incident)).fields) == "{" + open + rest)
        #expect(try json(try line(.raised(incident)).fields) == "{" + open + rest)
        incident.closedAt = time.advanced(by: .seconds(120))
        let closed = #"{"closed_at":"2026-03-01T10:06:00.000Z","#
        #expect(try json(try line(.closed(incident)).fields) == closed + open + rest)
    }

    @Test func foreignTextCannotMoveTheCursor() throws {
        let failure = ProbeFailure(.other, "a\u{1B}[2J\u{9B}1m\u{202E}b\nc")
        let result = ProbeResult(endpoint: "orders", timestamp: time, failure: failure)
        let text = try line(.probed(result, Verdict(), .down)).text(coloured: false)
        #expect(text.hasSuffix("a [2J 1m b c"), "\(text)")
    }
}
