/// TimescaleDB's function of that name for a PostgreSQL without it, as people's dashboards use it. Its buckets begin on a
/// Monday, as the extension's do; it knows no months.
enum TimeBucket {
    /// Makes it, unless an extension that Sonde cannot use otherwise has brought it.
    static func make(on connection: isolated PostgresConnection) throws {
        let isThere = try connection.query("SELECT to_regprocedure('time_bucket(interval, timestamptz)') IS NOT NULL") {
            $0.integer(0, 0) == 1
        }
        if !isThere { try connection.execute(function) }
    }

    private static let function = """
        CREATE FUNCTION time_bucket(width interval, moment timestamptz) RETURNS timestamptz
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        RETURN date_bin(width, moment, TIMESTAMPTZ '2000-01-03 00:00:00+00')
        """
}
