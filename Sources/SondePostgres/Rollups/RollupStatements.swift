import SondeCore

/// How roll-ups are made of what is stored, by the server itself. `$1` and `$2` are the beginning and the end; of one API
/// alone where its name is `$3`.
enum RollupStatements {
    static func removal(_ step: RollupStep, ofOne: Bool) -> String {
        "DELETE FROM \(step.table) WHERE \(range(ofOne))"
    }

    private static func range(_ ofOne: Bool) -> String {
        "timestamp >= $1 AND timestamp < $2" + (ofOne ? " AND api_name = $3" : "")
    }

    private static let phases = ["dns", "connect", "tls", "ttfb", "transfer"]

    private static let columns =
        "timestamp, api_name, count, failures, total_ms, min_ms, max_ms, "
        + phases.map { "\($0)_count, \($0)_total_ms" }.joined(separator: ", ") + ", histogram"

    /// The bucket of a response time, by the formula of `Histogram`; null without one.
    private static let bucket = """
        CASE WHEN response_time_ms IS NOT NULL
            THEN least(682, ceil(ln(greatest(1, round(response_time_ms * 1000))) / ln(1.02::float8 / 0.98)))::integer END
        """

    /// Minutes, of results. Times are added as whole microseconds: the sum of phases that are kept as `real` is exact.
    static func minutes(ofOne: Bool) -> String {
        let parts = phases.map { "count(\($0)_ms) AS \($0)_n, sum(round(\($0)_ms::float8 * 1000)) AS \($0)_us" }
        let sums = phases.map { "nullif(sum(\($0)_n), 0)::integer, sum(\($0)_us) / 1000" }
        return """
            INSERT INTO minute_rollups (\(columns))
            SELECT minute, api_name, sum(n)::integer, sum(failed)::integer, coalesce(sum(total_us), 0) / 1000,
                min(shortest), max(longest), \(sums.joined(separator: ", ")),
                coalesce(array_agg(bucket << 21 | n::integer ORDER BY bucket) FILTER (WHERE bucket IS NOT NULL), '{}')
            FROM (
                SELECT date_trunc('minute', timestamp) AS minute, api_name, \(bucket) AS bucket, count(*) AS n,
                    count(*) FILTER (WHERE NOT success) AS failed, sum(round(response_time_ms * 1000)) AS total_us,
                    min(response_time_ms) AS shortest, max(response_time_ms) AS longest,
                    \(parts.joined(separator: ", "))
                FROM api_metrics WHERE \(range(ofOne)) GROUP BY 1, 2, 3
            ) AS parts
            GROUP BY 1, 2
            """
    }

    /// Hours, of minutes.
    static func hours(ofOne: Bool) -> String {
        let sums = phases.map { "sum(\($0)_count)::integer AS \($0)_count, sum(\($0)_total_ms) AS \($0)_total_ms" }
        return """
            INSERT INTO hour_rollups (\(columns))
            SELECT hour, api_name, count, failures, total_ms, min_ms, max_ms,
                \(phases.map { "\($0)_count, \($0)_total_ms" }.joined(separator: ", ")), coalesce(histogram, '{}')
            FROM (
                SELECT date_trunc('hour', timestamp) AS hour, api_name, sum(count)::integer AS count,
                    sum(failures)::integer AS failures, sum(total_ms) AS total_ms, min(min_ms) AS min_ms,
                    max(max_ms) AS max_ms, \(sums.joined(separator: ", "))
                FROM minute_rollups WHERE \(range(ofOne)) GROUP BY 1, 2
            ) AS sums
            LEFT JOIN (
                SELECT hour, api_name, array_agg(bucket << 21 | least(n, 2097151)::integer ORDER BY bucket) AS histogram
                FROM (
                    SELECT date_trunc('hour', timestamp) AS hour, api_name, element >> 21 AS bucket,
                        sum(element & 2097151) AS n
                    FROM minute_rollups, unnest(histogram) AS element WHERE \(range(ofOne)) GROUP BY 1, 2, 3
                ) AS buckets
                GROUP BY 1, 2
            ) AS histograms USING (hour, api_name)
            """
    }
}
