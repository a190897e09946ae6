import SondeCore
import SondeServer

/// The lines of a file of judged rows.
struct ScoredLines {
    static let header = Array("timestamp,api_name,value,anomaly_score,surprise,is_anomaly,severity,reasons\n".utf8)

    private(set) var bytes: [UInt8] = []

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// While learning, the scores are 0; a failed probe has a severity but no anomaly score, and is no mark.
    mutating func append(
        _ timestamp: String, _ name: String, _ value: Double?, _ judgement: Replay.Judgement
    ) {
        let verdict = judgement.verdict
        bytes.append(field: timestamp)
        bytes.append(.comma)
        bytes.append(field: name)
        bytes.append(.comma)
        if let value { bytes.append(number: value) }
        bytes.append(.comma)
        if let score = verdict.score {
            append(score, decimals: 6)
        } else if verdict.severity == nil {
            bytes.append(.zero)
        }
        bytes.append(.comma)
        if let surprise = verdict.surprise {
            append(surprise, decimals: 4)
        } else {
            bytes.append(.zero)
        }
        bytes.append(contentsOf: judgement.isAnomaly ? Self.anomalous : Self.ordinary)
        guard let severity = verdict.severity else {
            bytes.append(contentsOf: Self.nothingSaid)
            return
        }
        bytes.append(contentsOf: severity.description.utf8)
        bytes.append(.comma)
        bytes.append(field: verdict.reasons.joined(separator: "; "))
        bytes.append(.lineFeed)
    }

    private static let ordinary = Array(",false,".utf8)
    private static let anomalous = Array(",true,".utf8)
    private static let nothingSaid = Array(",\n".utf8)

    private mutating func append(_ value: Double, decimals: Int) {
        let power = decimals == 6 ? 1_000_000.0 : 10_000.0
        let scaled = (abs(value) * power).rounded()
        guard scaled < 1e15 else { return bytes.append(contentsOf: value.description.utf8) }
        if value < 0, scaled > 0 { bytes.append(UInt8(ascii: "-")) }
        let number = UInt64(scaled)
        let whole = number / UInt64(power)
        bytes.append(contentsOf: String(whole).utf8)
        bytes.append(UInt8(ascii: "."))
        var rest = number % UInt64(power)
        var unit = UInt64(power) / 10
        while unit > 0 {
            bytes.append(.zero + UInt8(rest / unit))
            rest %= unit
            unit /= 10
        }
    }
}

extension UInt8 {
    fileprivate static let zero = UInt8(ascii: "0")
}
