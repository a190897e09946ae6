import SondeCore

/// Many results as columns, to be inserted by one statement.
struct ResultColumns {
    private var timestamp: PostgresColumn
    private var endpoint: PostgresColumn
    private var responseTime: PostgresColumn
    private var status: PostgresColumn
    private var success: PostgresColumn
    private var size: PostgresColumn
    private var category: PostgresColumn
    private var message: PostgresColumn
    private var location: PostgresColumn
    private var dns: PostgresColumn
    private var connect: PostgresColumn
    private var tls: PostgresColumn
    private var ttfb: PostgresColumn
    private var transfer: PostgresColumn

    static let insertion = RowInsertion(
        table: "api_metrics",
        columns: [
            ("timestamp", "timestamptz"), ("api_name", "text"), ("response_time_ms", "float8"), ("status_code", "int4"),
            ("success", "bool"), ("response_size_bytes", "int4"), ("error_category", "text"), ("error_message", "text"),
            ("location", "text"), ("dns_ms", "float4"), ("connect_ms", "float4"), ("tls_ms", "float4"),
            ("ttfb_ms", "float4"), ("transfer_ms", "float4"),
        ])

    init(reserving count: Int) {
        timestamp = .timestamps(reserving: count)
        endpoint = .texts(reserving: count)
        responseTime = .doubles(reserving: count)
        status = .integers(reserving: count)
        success = .bools(reserving: count)
        size = .integers(reserving: count)
        category = .texts(reserving: 0)
        message = .texts(reserving: 0)
        location = .texts(reserving: count)
        dns = .reals(reserving: count)
        connect = .reals(reserving: count)
        tls = .reals(reserving: count)
        ttfb = .reals(reserving: count)
        transfer = .reals(reserving: count)
    }

    mutating func append(_ result: ProbeResult) {
        timestamp.append(result.timestamp)
        endpoint.append(result.endpoint)
        responseTime.append(result.responseTime?.wholeMilliseconds)
        status.append(result.statusCode.map { Int32(clamping: $0) })
        success.append(result.success)
        size.append(Int32(clamping: result.responseSize))
        category.append(result.failure?.category.rawValue)
        message.append(result.failure?.message)
        location.append(result.location)
        dns.append(result.phases.dns.map { Float($0.wholeMilliseconds) })
        connect.append(result.phases.connect.map { Float($0.wholeMilliseconds) })
        tls.append(result.phases.tls.map { Float($0.wholeMilliseconds) })
        ttfb.append(result.phases.ttfb.map { Float($0.wholeMilliseconds) })
        transfer.append(result.phases.transfer.map { Float($0.wholeMilliseconds) })
    }

    var parameters: [PostgresValue] {
        [
            timestamp.value, endpoint.value, responseTime.value, status.value, success.value, size.value,
            category.value,
            message.value, location.value, dns.value, connect.value, tls.value, ttfb.value, transfer.value,
        ]
    }
}

extension Duration {
    /// Milliseconds to the microsecond, as all stores keep them.
    var wholeMilliseconds: Double { Double(microseconds) / 1000 }
}
