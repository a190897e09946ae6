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
    /// Columns that an older Sonde did not make are as nothing, and so is what cannot be read any more.
    init(_ row: Row) {
        self.init(
            id: row["id"], endpoint: row["name"], kind: Kind(rawValue: row["kind"]) ?? .failure,
            severity: Severity(rawValue: row["severity"]) ?? .medium,
            openedAt: Timestamp(microseconds: row["opened_at"]), closedAt: row.time("closed_at"),
            reason: row["reason"], excusedAt: row.time("excused_at"), parent: row["parent"])
        let (patterns, scope, quiet): (String?, String?, String?) = (row["patterns"], row["scope"], row["quiet"])
        self.patterns = patterns.flatMap { try? JSONText.decode([FaultPattern].self, from: $0) } ?? []
        self.scope = scope.flatMap(Scope.init(rawValue:)) ?? .endpoint
        self.quiet = quiet.flatMap(Quiet.init(rawValue:))
        isFlapping = row["flapping"] ?? false
        acknowledgement = row.time("acknowledged_at").map { Acknowledgement(at: $0, by: row["acknowledged_by"] ?? "") }
    }
}
