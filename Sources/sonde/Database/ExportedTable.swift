import ArgumentParser
import SondeCore

/// A table that can be exported, by the name that it has in the database.
enum ExportedTable: String, CaseIterable, ExpressibleByArgument {
    case metrics = "api_metrics"
    case anomalies
    case incidents
    case minutes = "minute_rollups"
    case hours = "hour_rollups"

    /// The first line: the promised columns, or what charts show of roll-ups.
    var header: String {
        switch self {
        case .metrics:
            "timestamp,api_name,response_time_ms,status_code,success,response_size_bytes,error_message,"
                + "dns_ms,connect_ms,tls_ms,ttfb_ms,transfer_ms,location"
        case .anomalies:
            "timestamp,api_name,response_time_ms,anomaly_score,surprise,severity,is_anomaly,reasons,location"
        case .incidents:
            "id,api_name,kind,severity,opened_at,closed_at,reason,excused_at,scope,parent,flapping,acknowledged_at,"
                + "acknowledged_by,quiet"
        case .minutes, .hours:
            "timestamp,api_name,count,failures,mean_ms,min_ms,max_ms,p50_ms,p95_ms,p99_ms,"
                + "dns_ms,connect_ms,tls_ms,ttfb_ms,transfer_ms"
        }
    }

    /// How much of it is read at a time: of one API a few thousand rows at most.
    var step: Duration {
        switch self {
        case .metrics, .anomalies, .minutes: .seconds(86_400)
        case .hours: .seconds(7 * 86_400)
        // There are few of them, and one may be open for years.
        case .incidents: .seconds(400 * 365 * 86_400)
        }
    }

    /// The oldest that there can be by a retention; a store may remove whole days, and whole months of roll-ups.
    func oldest(_ retention: Retention, at now: Timestamp) -> Timestamp {
        switch self {
        case .metrics, .anomalies: now.advanced(by: .zero - retention.results - .seconds(86_400))
        case .minutes: now.advanced(by: .zero - retention.minuteRollups - .seconds(31 * 86_400))
        case .hours: now.advanced(by: .zero - retention.hourRollups - .seconds(31 * 86_400))
        case .incidents: Timestamp(microseconds: 0)
        }
    }
}
