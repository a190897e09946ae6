import Foundation
import GRDB
import SondeCore

extension Row {
    /// A column of microseconds.
    func duration(_ column: String) -> Duration? {
        let microseconds: Double? = self[column]
        return microseconds.map { .microseconds(Int64($0.rounded())) }
    }
}

extension PhaseTimings {
    init(_ row: Row) {
        self.init(
            dns: row.duration("dns_us"), connect: row.duration("connect_us"), tls: row.duration("tls_us"),
            ttfb: row.duration("ttfb_us"), transfer: row.duration("transfer_us"))
    }
}

extension ProbeResult {
    init(_ row: Row, endpoint: String) {
        self.init(
            endpoint: endpoint, timestamp: Timestamp(microseconds: row["timestamp"]),
            responseTime: row.duration("response_us"), phases: PhaseTimings(row), statusCode: row["status"],
            responseSize: row["size"], location: row["location"])
        if let category: String = row["error_category"] {
            let message: String? = row["error_message"]
            failure = ProbeFailure(ProbeFailure.Category(rawValue: category) ?? .other, message ?? "")
        }
    }
}

extension Anomaly {
    init(_ row: Row) {
        let severity: Int? = row["severity"]
        let reasons: String = row["reasons"]
        self.init(
            endpoint: row["name"], timestamp: Timestamp(microseconds: row["timestamp"]),
            responseTime: row.duration("response_us"), score: row["score"], surprise: row["surprise"],
            severity: severity.flatMap(Severity.init(rawValue:)),
            reasons: reasons.isEmpty ? [] : reasons.split(separator: "; ").map(String.init),
            location: row["location"])
    }
}

extension DetectorState {
    /// The second and the third column.
    init(_ row: Row) throws {
        let savedAt = Timestamp(microseconds: row[1])
        // One copy out of the database's own memory.
        self = try row.withUnsafeData(atIndex: 2) { data in
            DetectorState(savedAt: savedAt, bytes: data.map { [UInt8]($0) } ?? [])
        }
    }
}

extension Incident {
    init(_ row: Row) {
        let closedAt: Int64? = row["closed_at"]
        self.init(
            id: row["id"], endpoint: row["name"], kind: Kind(rawValue: row["kind"]) ?? .failure,
            severity: Severity(rawValue: row["severity"]) ?? .medium,
            openedAt: Timestamp(microseconds: row["opened_at"]),
            closedAt: closedAt.map(Timestamp.init(microseconds:)), reason: row["reason"])
        let patterns: String? = row["patterns"]
        // What cannot be read any more is as nothing.
        self.patterns =
            patterns.flatMap { try? JSONDecoder().decode([FaultPattern].self, from: Data($0.utf8)) } ?? []
        let excusedAt: Int64? = row["excused_at"]
        self.excusedAt = excusedAt.map(Timestamp.init(microseconds:))
    }
}
